package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"debug/buildinfo"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

var moment = time.Date(2026, 2, 28, 12, 34, 56, 0, time.UTC)

// TestLicences demands a permissive licence of every module that is linked into
// the command, or that its tests use, on any platform.
func TestLicences(t *testing.T) {
	var list []module
	for _, goos := range []string{"linux", "darwin", "windows"} {
		cmd := exec.Command("go", "list", "-deps", "-test", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", "./...")
		cmd.Dir, cmd.Env = "..", append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("go list: %v", err)
		}
		for line := range strings.Lines(string(out)) {
			path, version, _ := strings.Cut(strings.TrimSpace(line), " ")
			if path != "" && !slices.ContainsFunc(list, func(m module) bool { return m.path == path }) {
				list = append(list, module{path: path, version: version})
			}
		}
	}
	if err := findLicences(context.Background(), list); err != nil {
		t.Error(err)
	}
	if len(list) < 20 {
		t.Errorf("only %d modules were looked at", len(list))
	}
	for _, m := range list {
		t.Logf("%s %s: %s", m.path, m.version, strings.Join(m.licences, ", "))
	}
}

// TestLicencesThatAreRefused are those that are not permissive, or not known.
func TestLicencesThatAreRefused(t *testing.T) {
	const gpl = "This program is free software: you can redistribute it and/or modify it under the terms of the GNU General Public License as published by the Free Software Foundation, either version 3 of the License, or (at your option) any later version."
	for text, want := range map[string]string{
		gpl: "is not among", "All rights reserved. Ask before you use this program for anything at all.": "of a licence that is known", "": "has no licence",
	} {
		dir := t.TempDir()
		if text != "" {
			if err := writeFile(filepath.Join(dir, "LICENSE"), []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		m := module{path: "example.com/m"}
		if err := m.readLicence(dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.30q: %v, want %q", text, err, want)
		}
	}
}

// TestArchives checks that archives hold what they are given, in order, from
// the commit's time and nobody's, and are the same bytes each time.
func TestArchives(t *testing.T) {
	b := &builder{version: "v1.2.3", moment: moment}
	files := []file{{"man/assay.1", []byte("manual"), plain}, {"assay", []byte("program"), executable}}
	reversed := []file{files[1], files[0]}
	want := "assay 755 program 2026-02-28T12:34:56Z\nman/assay.1 644 manual 2026-02-28T12:34:56Z\n"
	for name, list := range map[string]func([]byte) string{"tar.gz": listTar, "zip": listZip} {
		write := b.tarGzip
		if name == "zip" {
			write = b.zip
		}
		var once, again bytes.Buffer
		for _, err := range []error{write(files)(&once), write(reversed)(&again)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(once.Bytes(), again.Bytes()) {
			t.Errorf("%s: two archives of the same files differ", name)
		}
		if got := list(once.Bytes()); got != want {
			t.Errorf("%s holds\n%s\nwant\n%s", name, got, want)
		}
	}
}

func listTar(archive []byte) string {
	var b strings.Builder
	z, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return err.Error()
	}
	if !z.ModTime.IsZero() {
		fmt.Fprintln(&b, "compressed at", z.ModTime)
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if err != nil {
			return b.String()
		}
		if h.Uid != 0 || h.Gid != 0 || h.Uname != "" || h.Gname != "" {
			fmt.Fprintln(&b, "somebody's:")
		}
		text, _ := io.ReadAll(t)
		fmt.Fprintf(&b, "%s %o %s %s\n", h.Name, h.Mode, text, h.ModTime.UTC().Format(time.RFC3339))
	}
}

func listZip(archive []byte) string {
	var b strings.Builder
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return err.Error()
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err.Error()
		}
		text, _ := io.ReadAll(r)
		fmt.Fprintf(&b, "%s %o %s %s\n", f.Name, f.Mode().Perm(), text, f.Modified.UTC().Format(time.RFC3339))
	}
	return b.String()
}

// TestSBOM makes one of this very test, and holds it against CycloneDX's schema.
func TestSBOM(t *testing.T) {
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	modules, err := modulesOf(context.Background(), info)
	if err != nil {
		t.Fatal(err)
	}
	b := &builder{version: "v1.2.3", moment: moment}
	sbom, err := b.sbom([]byte("program"), info, modules)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(sbom))
	if err != nil {
		t.Fatal(err)
	}
	if err := cycloneDX(t).Validate(doc); err != nil {
		t.Errorf("%v\n%s", err, sbom)
	}
	for _, want := range []string{`"pkg:golang/github.com/google/licensecheck@v0.3.1"`, `"pkg:golang/std@`, `"timestamp": "2026-02-28T12:34:56Z"`, `"BSD-3-Clause"`} {
		if !strings.Contains(string(sbom), want) {
			t.Errorf("the SBOM lacks %s:\n%s", want, sbom)
		}
	}
	if again, err := b.sbom([]byte("program"), info, modules); err != nil || !bytes.Equal(sbom, again) {
		t.Errorf("two SBOMs of the same program differ: %v", err)
	}
	if licences := string(thirdParty(modules)); !strings.Contains(licences, "github.com/google/licensecheck v0.3.1 (BSD-3-Clause)") ||
		strings.Count(licences, "Redistribution and use in source and binary forms") < 2 {
		t.Errorf("the licences of others are\n%.1000s", licences)
	}
}

// cycloneDX is the schema that comes with the library, with what it refers to.
func cycloneDX(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/CycloneDX/cyclonedx-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	for _, name := range []string{"bom-1.6.schema.json", "spdx.schema.json", "jsf-0.82.schemax.json"} {
		f, err := os.Open(filepath.Join(strings.TrimSpace(string(dir)), "schema", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		doc, err := jsonschema.UnmarshalJSON(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource("http://cyclonedx.org/schema/"+strings.Replace(name, "schemax", "schema", 1), doc); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := c.Compile("http://cyclonedx.org/schema/bom-1.6.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestChecksums writes them as sha256sum does.
func TestChecksums(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.zip", "a.tar.gz"} {
		if err := writeFile(filepath.Join(dir, name), []byte(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeChecksums(dir); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, checksums))
	const want = "0a67bba7da46793c9f1908a7eec3d06a11ba7bc00bf749c31bb134f4f45ebcad  a.tar.gz\n" +
		"cf41e189cdc819769f648a9719d25ddfb16e0583d1a9f9391c31378831eb4523  b.zip\n"
	if err != nil || string(got) != want {
		t.Errorf("got %v\n%s", err, got)
	}
}

// TestManual writes the manual and the completions, and has bash read its own.
func TestManual(t *testing.T) {
	b := &builder{version: "v1.2.3", moment: moment, work: t.TempDir()}
	t.Chdir("..")
	files, err := b.shared(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	byName := make(map[string]string)
	for _, f := range files {
		byName[f.name] = string(f.data)
	}
	for name, want := range map[string]string{
		"man/man1/assay.1": `.TH "ASSAY" "1" "Feb 2026" "assay v1.2.3" "assay manual"`, "man/man1/assay-check.1": `\fB--fail-on\fP`,
		"completions/assay.bash": "__start_assay", "completions/_assay": "#compdef assay", "completions/assay.fish": "complete -c assay",
		"completions/assay.ps1": "Register-ArgumentCompleter", "LICENSE": "Apache License", "README.md": "# assay",
	} {
		if !strings.Contains(byName[name], want) {
			t.Errorf("%s lacks %q:\n%.600s", name, want, byName[name])
		}
	}
	if out, err := exec.Command("bash", "-n", filepath.Join(b.work, "manual/completions/assay.bash")).CombinedOutput(); err != nil {
		t.Errorf("bash does not read its completions: %v\n%s", err, out)
	}
}

// TestDockerfile checks what the image is made of: nothing but the program, the
// certificates and a place for temporary files, and a user that is not root.
func TestDockerfile(t *testing.T) {
	text, err := os.ReadFile("../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	_, final, ok := strings.Cut(string(text), "FROM scratch\n")
	if !ok || strings.Contains(final, "FROM ") || strings.Contains(final, "RUN ") {
		t.Errorf("the last stage does not begin from scratch:\n%s", text)
	}
	for _, want := range []string{"/etc/ssl/certs/ca-certificates.crt", "USER 65532:65532", `ENTRYPOINT ["/assay"]`, "/tmp"} {
		if !strings.Contains(final, want) {
			t.Errorf("the last stage lacks %s:\n%s", want, final)
		}
	}
}
