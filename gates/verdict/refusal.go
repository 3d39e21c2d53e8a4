package verdict

import "fmt"

// Reason says why a verdict does not count.
type Reason string

// The reasons.
const (
	Malformed   Reason = "malformed" // no verdict, or half of one
	Edited      Reason = "edited"    // not as it was written
	Unsigned    Reason = "unsigned"  // a signature is demanded, and there is none
	Untrusted   Reason = "untrusted" // signed by nobody who is trusted
	OtherEngine Reason = "engine"    // of another version of assay
	NotAccepted Reason = "rejected"  // the data were not accepted, or not at this level
	OtherSuite  Reason = "suite"     // of another suite, or another text of it
	OtherParams Reason = "params"    // under other parameters
	OtherSetup  Reason = "settings"  // under other settings
	OtherData   Reason = "data"      // of other bytes
	WeakProof   Reason = "evidence"  // by statistics, where reading is demanded
)

// Refusal is why a verdict does not count. All Check methods return one, or nil.
type Refusal struct {
	Reason Reason
	Msg    string // one sentence
}

// Error is the sentence.
func (r *Refusal) Error() string { return r.Msg }

func refuse(reason Reason, format string, args ...any) *Refusal {
	return &Refusal{reason, fmt.Sprintf(format, args...)}
}
