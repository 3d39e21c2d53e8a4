package verdict_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"

	"assay/engine"
	"assay/gates/verdict"
	"assay/reports"
)

// result is that of a run whose data were accepted, with a warning.
func result() *engine.Result {
	check := func(id string, s engine.Severity) *engine.Check {
		return &engine.Check{ID: id, Name: id, Severity: s, Mostly: 1}
	}
	file := engine.FileResult{Path: "data/orders.csv", Format: "csv", Bytes: 16, MD5: "2c9f", SHA256: "e3b0", Records: 2}
	r := &engine.Result{
		Version: "v1.2.3",
		Suite:   engine.SuiteInfo{Name: "orders", Path: "orders.yaml", Digest: "sha256:01", Params: []engine.Param{{Name: "least", Value: int64(0)}}},
		Files:   []engine.FileResult{file}, MD5: "2c9f", Rows: 2,
		References: []engine.Reference{{Path: "users.csv", MD5: "77", Files: []engine.FileResult{{Path: "users.csv", Bytes: 1, MD5: "77", SHA256: "78"}}}},
		Outcomes: []engine.Outcome{
			{Check: check("not-null.id", engine.Critical), Counts: &engine.RowCounts{Elements: 2}},
			{Check: check("between.age", engine.Warning), Status: engine.Fail, Evidence: engine.FromStatistics, Counts: &engine.RowCounts{Elements: 2, Unexpected: 1}},
		},
		Accepted: true,
	}
	for s := engine.NotEmpty; s <= engine.ValidCells; s++ {
		r.Findings = append(r.Findings, engine.Outcome{Check: check(s.String(), engine.Critical)})
	}
	return r
}

func sealed(t testing.TB, r *engine.Result) *verdict.Verdict {
	t.Helper()
	v, err := verdict.Of(r)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func encoded(t testing.TB, v *verdict.Verdict) []byte {
	t.Helper()
	raw, err := v.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// wantReason demands a refusal for a reason; "" demands none.
func wantReason(t *testing.T, what string, err error, reason verdict.Reason) {
	t.Helper()
	var refusal *verdict.Refusal
	switch {
	case err == nil && reason == "":
	case !errors.As(err, &refusal):
		t.Errorf("%s: the error is %v, want a refusal: %s", what, err, reason)
	case refusal.Reason != reason:
		t.Errorf("%s: refused as %s (%s), want %s", what, refusal.Reason, refusal.Msg, reason)
	}
}

// TestRoundTrip reads what was written, from a verdict and from a report.
func TestRoundTrip(t *testing.T) {
	v := sealed(t, result())
	raw := encoded(t, v)
	again, err := verdict.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(encoded(t, again), raw) {
		t.Errorf("read and written again it is\n%s\nand was\n%s", encoded(t, again), raw)
	}
	wantReason(t, "its digest", again.CheckDigest(), "")
	wantReason(t, "acceptance", again.CheckAccepted(engine.FailOnCritical), "")

	format, _ := reports.Lookup("json")
	var report bytes.Buffer
	if err := format.Render(&report, result(), reports.Options{}); err != nil {
		t.Fatal(err)
	}
	of, err := verdict.Parse(report.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(encoded(t, of), raw) {
		t.Errorf("the verdict of the report is\n%s\nwant\n%s", encoded(t, of), raw)
	}
	changed := bytes.Replace(report.Bytes(), []byte(`"unexpected": 1`), []byte(`"unexpected": 0`), 1)
	_, err = verdict.Parse(changed)
	wantReason(t, "a changed report", err, verdict.Edited)
}

// TestEveryByteCounts changes each byte of a verdict, and cuts it at each.
func TestEveryByteCounts(t *testing.T) {
	raw := encoded(t, sealed(t, result()))
	for i := range raw {
		changed := bytes.Clone(raw)
		changed[i] ^= 1
		if v, err := verdict.Parse(changed); err == nil && v.CheckDigest() == nil {
			t.Errorf("byte %d, changed to %q, is not missed", i, changed[i])
		}
		if v, err := verdict.Parse(raw[:i]); err == nil && v.CheckDigest() == nil {
			t.Errorf("the first %d bytes are a verdict", i)
		}
	}
}

// TestAcceptance derives the acceptance from the outcomes, whatever the verdict
// says of itself.
func TestAcceptance(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*verdict.Verdict)
		level  engine.Threshold
		reason verdict.Reason
	}{
		"accepted":              {func(*verdict.Verdict) {}, engine.FailOnCritical, ""},
		"a warning counts":      {func(*verdict.Verdict) {}, engine.FailOnWarning, verdict.NotAccepted},
		"never means critical":  {func(v *verdict.Verdict) { v.FailOn = "never"; v.Outcomes[0].Status = "fail" }, engine.FailOnCritical, verdict.Edited},
		"rejected":              {func(v *verdict.Verdict) { v.Verdict = verdict.Rejected }, engine.FailOnCritical, verdict.NotAccepted},
		"neither":               {func(v *verdict.Verdict) { v.Verdict = "splendid" }, engine.FailOnCritical, verdict.Malformed},
		"a failure":             {func(v *verdict.Verdict) { v.Outcomes[0].Status = "fail" }, engine.FailOnCritical, verdict.Edited},
		"an error":              {func(v *verdict.Verdict) { v.Outcomes[1].Status = "error" }, engine.FailOnCritical, verdict.Edited},
		"a finding":             {func(v *verdict.Verdict) { v.Findings[1].Status = "fail" }, engine.FailOnCritical, verdict.Edited},
		"no finding":            {func(v *verdict.Verdict) { v.Findings = v.Findings[:2] }, engine.FailOnCritical, verdict.Malformed},
		"no outcome":            {func(v *verdict.Verdict) { v.Outcomes = nil }, engine.FailOnCritical, verdict.Malformed},
		"a status of its own":   {func(v *verdict.Verdict) { v.Outcomes[0].Status = "ok" }, engine.FailOnCritical, verdict.Malformed},
		"a severity of its own": {func(v *verdict.Verdict) { v.Outcomes[0].Severity = "mild" }, engine.FailOnCritical, verdict.Malformed},
		"a level of its own":    {func(v *verdict.Verdict) { v.FailOn = "sometimes" }, engine.FailOnCritical, verdict.Malformed},
	} {
		v := sealed(t, result())
		c.change(v)
		wantReason(t, name, v.CheckAccepted(c.level), c.reason)
	}
}

// TestBinding demands what is, and then something else.
func TestBinding(t *testing.T) {
	v := sealed(t, result())
	wantReason(t, "engine", v.CheckEngine("v1.2.3"), "")
	wantReason(t, "engine", v.CheckEngine("v1.2.4"), verdict.OtherEngine)
	wantReason(t, "evidence", v.CheckEvidence(), verdict.WeakProof)
	wantReason(t, "suite", v.CheckSuite(v.Suite), "")
	wantReason(t, "suite", v.CheckSuite(verdict.Suite{Digest: "sha256:02", Params: v.Suite.Params}), verdict.OtherSuite)
	wantReason(t, "params", v.CheckSuite(verdict.Suite{Digest: "sha256:01", Params: []byte(`{ "least" : 0 }`)}), "")
	wantReason(t, "params", v.CheckSuite(verdict.Suite{Digest: "sha256:01", Params: []byte(`{"least":1}`)}), verdict.OtherParams)
	wantReason(t, "settings", v.CheckSettings(verdict.Settings{}), "")
	wantReason(t, "settings", v.CheckSettings(verdict.Settings{AllowEmpty: true}), verdict.OtherSetup)
	wantReason(t, "reference", v.CheckReference(0, v.References[0]), "")
	wantReason(t, "reference", v.CheckReference(0, verdict.Reference{}), verdict.OtherData)
	for name, c := range map[string]struct {
		change func(*verdict.Data)
		reason verdict.Reason
	}{
		"the same":         {func(*verdict.Data) {}, ""},
		"another folder":   {func(d *verdict.Data) { d.Files[0].Path = "/srv/v1.csv" }, ""},
		"another ending":   {func(d *verdict.Data) { d.Files[0].Path = "orders.csv.gz" }, verdict.OtherData},
		"a partition":      {func(d *verdict.Data) { d.Files[0].Path = "day=1/orders.csv" }, verdict.OtherData},
		"other bytes":      {func(d *verdict.Data) { d.Files[0].SHA256 = "0" }, verdict.OtherData},
		"fewer bytes":      {func(d *verdict.Data) { d.Files[0].Bytes-- }, verdict.OtherData},
		"one more file":    {func(d *verdict.Data) { d.Files = append(d.Files, d.Files[0]) }, verdict.OtherData},
		"no file":          {func(d *verdict.Data) { d.Files = nil }, verdict.OtherData},
		"more in a folder": {func(d *verdict.Data) { d.MD5 = "1.dir" }, verdict.OtherData},
	} {
		d := verdict.Data{MD5: v.Data.MD5, Files: append([]verdict.File(nil), v.Data.Files...)}
		c.change(&d)
		wantReason(t, name, v.CheckData(d), c.reason)
	}
}

// TestSignature signs, and looks for who did.
func TestSignature(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := sealed(t, result())
	wantReason(t, "no signature", v.CheckSignature([]ed25519.PublicKey{public}), verdict.Unsigned)
	if err := v.Sign(private); err != nil {
		t.Fatal(err)
	}
	signed, err := verdict.Parse(encoded(t, v))
	if err != nil {
		t.Fatal(err)
	}
	wantReason(t, "the digest of what is signed", signed.CheckDigest(), "")
	wantReason(t, "a trusted key", signed.CheckSignature([]ed25519.PublicKey{other, public}), "")
	wantReason(t, "another key", signed.CheckSignature([]ed25519.PublicKey{other}), verdict.Untrusted)
	wantReason(t, "no key", signed.CheckSignature(nil), verdict.Untrusted)

	forged := sealed(t, func() *engine.Result { r := result(); r.MD5 = "99"; return r }())
	forged.Signature = signed.Signature
	wantReason(t, "the signature of another verdict", forged.CheckSignature([]ed25519.PublicKey{public}), verdict.Untrusted)
	signed.Signature.Ed25519 = "?"
	wantReason(t, "nonsense", signed.CheckSignature([]ed25519.PublicKey{public}), verdict.Untrusted)
}

// TestNoDigests refuses a result that was not bound to bytes.
func TestNoDigests(t *testing.T) {
	for name, change := range map[string]func(*engine.Result){
		"of the whole": func(r *engine.Result) { r.MD5 = "" },
		"of a file":    func(r *engine.Result) { r.Files[0].SHA256 = "" },
		"no size":      func(r *engine.Result) { r.Files[0].Bytes = -1 },
	} {
		r := result()
		change(r)
		if _, err := verdict.Of(r); !errors.Is(err, verdict.ErrNoDigests) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}

// TestMalformed refuses what is no verdict, and says so in one sentence.
func TestMalformed(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":          "",
		"half":             `{"assay_verdict": 1, "verdict": "acc`,
		"a list":           `[1]`,
		"another file":     `{"a": 1}`,
		"another version":  `{"assay_verdict": 2}`,
		"no version":       `{"assay_verdict": {"a": 1}}`,
		"unknown keys":     `{"assay_verdict": 1, "extra": 1}`,
		"too deep":         `{"assay_verdict": 1, "data": ` + strings.Repeat("[", 100000) + strings.Repeat("]", 100000) + `}`,
		"a result without": `{"assay_result": 1, "fail_on": "critical"}`,
		"another result":   `{"assay_result": 9}`,
	} {
		_, err := verdict.Parse([]byte(text))
		wantReason(t, name, err, verdict.Malformed)
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: the error has several lines: %v", name, err)
		}
	}
	_, err := verdict.Read(t.TempDir() + "/none.json")
	wantReason(t, "no file", err, verdict.Malformed)
	_, err = verdict.Read(t.TempDir())
	wantReason(t, "a folder", err, verdict.Malformed)
}

// FuzzParse reads any bytes: what is taken for a verdict is written as it was,
// and is never accepted where its digest does not hold.
func FuzzParse(f *testing.F) {
	v := sealed(f, result())
	f.Add(encoded(f, v))
	format, _ := reports.Lookup("json")
	var report bytes.Buffer
	if err := format.Render(&report, result(), reports.Options{}); err != nil {
		f.Fatal(err)
	}
	f.Add(report.Bytes())
	for _, text := range []string{"", "{}", `{"assay_verdict":1}`, `{"assay_result":1}`, `[[[[`, "\xff\xfe", `{"assay_verdict":1,"suite":{"params":{"a":1e999}}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		v, err := verdict.Parse(raw)
		var refusal *verdict.Refusal
		if err != nil {
			if !errors.As(err, &refusal) {
				t.Fatalf("the error %v is no refusal", err)
			}
			return
		}
		again := encoded(t, v)
		if bytes.Contains(raw, []byte("assay_verdict")) && !bytes.Contains(raw, []byte("assay_result")) && !bytes.Equal(again, raw) {
			t.Errorf("a verdict is written otherwise than it was read:\n%s\n%s", raw, again)
		}
		for _, level := range []engine.Threshold{engine.FailOnCritical, engine.FailOnInfo} {
			_ = v.CheckAccepted(level)
		}
		_, _, _ = v.CheckEvidence(), v.CheckSuite(v.Suite), v.CheckSettings(v.Settings)
		wantReason(t, "its own data", v.CheckData(v.Data), "")
	})
}
