package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"assay/reports"
)

// needsRoot skips a test that mounts file systems where that is not allowed, and
// fails it in CI.
func needsRoot(t *testing.T) {
	t.Helper()
	switch {
	case os.Geteuid() == 0:
	case os.Getenv("CI") == "true":
		t.Fatal("CI runs this as root: it mounts a small tmpfs")
	default:
		t.Skip("NOT RUN: only root may mount the small tmpfs that this test fills")
	}
}

// smallDisk mounts a file system of so many pages on a new folder.
func smallDisk(t *testing.T, pages int, place string) {
	t.Helper()
	if err := os.MkdirAll(place, 0o755); err != nil {
		t.Fatal(err)
	}
	size := fmt.Sprintf("size=%d", pages*os.Getpagesize())
	if err := syscall.Mount("tmpfs", place, "tmpfs", 0, size); err != nil {
		t.Fatalf("mount a tmpfs: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(place, 0); err != nil {
			t.Errorf("unmount %s: %v", place, err)
		}
	})
}

// TestFullDiskSpilling spills to disks that are too small, and to one that is
// not.
func TestFullDiskSpilling(t *testing.T) {
	needsRoot(t)
	dir := faultDir(t, 3000)
	log := newFaultLog(t, "a full disk while spilling", faultCheck(t, dir))
	for i := range 40 {
		about := fmt.Sprintf("%d pages", 1+i)
		place := filepath.Join(dir, "disk", fmt.Sprint(i))
		smallDisk(t, 1+i, place)
		cmd := faultCheck(t, dir)
		cmd.Env = append(cmd.Env, "TMPDIR="+place)
		log.add(about, runFaulty(t, cmd), exitReport)
		log.nothingStays(about, dir)
		if left, err := os.ReadDir(place); err != nil || len(left) > 0 {
			t.Errorf("%s: %v stay (%v)", about, left, err)
		}
	}
	log.done(int(exitReport))
}

// TestFullDiskReporting writes reports of all formats to disks that are too
// small: what was there before stays.
func TestFullDiskReporting(t *testing.T) {
	needsRoot(t)
	dir := faultDir(t, 400)
	place := filepath.Join(dir, "disk")
	smallDisk(t, 3, place) // the old report takes one of them
	fill := make([]byte, 2*os.Getpagesize())
	old := filepath.Join(place, "report")
	tries := 0
	for _, f := range reports.All() {
		for _, free := range []int{0, 1} {
			tries++
			about := fmt.Sprintf("%s, %d pages free", f.Name, free)
			err := errors.Join(os.WriteFile(old, []byte("old"), 0o666), os.WriteFile(filepath.Join(place, "fill"), fill[:len(fill)-free*os.Getpagesize()], 0o666))
			if err != nil {
				t.Fatal(err)
			}
			e := runFaulty(t, assayProcess(t, dir, "check", "data.csv", "-s", "suite.yaml", "--report", f.Name+"="+old))
			text, err := os.ReadFile(old)
			if err != nil {
				t.Fatal(err)
			}
			switch kept := string(text) == "old"; {
			case e.code == int(exitReport) && kept:
				wantSentence(t, about, e.said)
			case e.code != int(exitRejected) || kept || len(text) > free*os.Getpagesize():
				t.Errorf("%s: it ended with %d and a file of %d bytes: %s", about, e.code, len(text), e.said)
			}
			if entries, err := os.ReadDir(place); err != nil || len(entries) != 2 {
				t.Errorf("%s: %v stay (%v)", about, entries, err)
			}
		}
	}
	documented(t, "a full disk while writing a report", triesOfFormats(t, tries))
}

// triesOfFormats words so many tries, two of each format.
func triesOfFormats(t *testing.T, tries int) string {
	t.Helper()
	if formats := len(reports.All()); tries != 2*formats {
		t.Errorf("%d tries of %d formats", tries, formats)
	}
	return "2 of each format"
}

// TestFullDevice prints reports of all formats to a device that is full.
func TestFullDevice(t *testing.T) {
	dir := faultDir(t, 400)
	tries := 0
	for _, f := range reports.All() {
		for _, path := range []string{reports.Stdout, "/dev/full"} {
			tries++
			cmd := assayProcess(t, dir, "check", "data.csv", "-s", "suite.yaml", "--report", f.Name+"="+path)
			full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			cmd.Stdout = full
			e := runFaulty(t, cmd)
			full.Close()
			if e.code != int(exitReport) {
				t.Errorf("%s to %s: it ended with %d: %s", f.Name, path, e.code, e.said)
			}
			wantSentence(t, f.Name, e.said)
		}
	}
	documented(t, "a full device", triesOfFormats(t, tries))
}

// TestMemoryCgroup runs in control groups of little memory. The kernel kills
// what takes more; nothing is accepted then, and no report is written in part.
func TestMemoryCgroup(t *testing.T) {
	dir := faultDir(t, 20_000)
	log := newFaultLog(t, "a cgroup's memory limit", faultCheck(t, dir))
	for _, mib := range []int{4, 16, 32, 64, 128} {
		about := fmt.Sprintf("%d MiB", mib)
		group := memoryCgroup(t, mib<<20)
		cmd := limited(t, faultCheck(t, dir), "echo $$ > "+filepath.Join(group, "cgroup.procs"))
		log.add(about, runFaulty(t, cmd))
		log.noParts(about, dir)
		os.Remove(filepath.Join(dir, "out.json"))
	}
	// Whatever was killed left its folder to the next run.
	runFaulty(t, faultCheck(t, dir))
	log.nothingStays("after all", dir)
	log.done(int(exitRejected))
}

// memoryCgroup makes a group below that of this process.
func memoryCgroup(t *testing.T, bytes int) string {
	t.Helper()
	parent, limit := ownCgroup(t)
	group, err := os.MkdirTemp(parent, "assay-fault-")
	if err != nil {
		t.Skipf("NOT RUN: no control group can be made here: %v", err)
	}
	t.Cleanup(func() {
		if err := os.Remove(group); err != nil {
			t.Errorf("remove the control group: %v", err)
		}
	})
	if err := os.WriteFile(filepath.Join(group, limit), fmt.Append(nil, bytes), 0o644); err != nil {
		t.Skipf("NOT RUN: the memory of a control group cannot be limited here: %v", err)
	}
	return group
}

// ownCgroup is the folder of this process's group, and the name of the file in
// which a group's limit of memory stands
// (https://docs.kernel.org/admin-guide/cgroup-v2.html and cgroup-v1/memory.html).
func ownCgroup(t *testing.T) (folder, limit string) {
	t.Helper()
	text, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		t.Skipf("NOT RUN: %v", err)
	}
	for line := range strings.Lines(string(text)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) == 3 && parts[1] == "memory" {
			return filepath.Join("/sys/fs/cgroup/memory", parts[2]), "memory.limit_in_bytes"
		}
	}
	_, own, found := strings.Cut(strings.TrimSpace(string(text)), "0::")
	if !found {
		t.Skip("NOT RUN: this process is in no control group")
	}
	return filepath.Join("/sys/fs/cgroup", own), "memory.max"
}

// TestAddressSpace limits the address space. What the Go runtime cannot get
// ends the process with its own code 2 and message; it never ends as one that
// has judged the data, unless it has.
func TestAddressSpace(t *testing.T) {
	dir := faultDir(t, 20_000)
	log := newFaultLog(t, "a limit of the address space", faultCheck(t, dir))
	for i := range 10 {
		mib := 128 << (i / 2) * (2 + i%2) / 2
		cmd := limited(t, faultCheck(t, dir), fmt.Sprintf("ulimit -v %d", mib<<10))
		e := runFaulty(t, cmd)
		log.tries++
		log.codes[e.code]++
		switch whole := bytes.Equal(e.report, log.clean.report); {
		case e.code == int(exitRejected) && whole:
		case e.code != int(exitRejected) && e.code != 0 && (e.report == nil || whole):
		default:
			t.Errorf("%d MiB: it ended with %d and a report of %d bytes", mib, e.code, len(e.report))
		}
		os.Remove(filepath.Join(dir, "out.json"))
	}
	log.done(int(exitRejected))
}
