package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"runtime/debug"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// sbom lists what a program is made of, from what the compiler noted in it, as
// CycloneDX in JSON (https://cyclonedx.org/docs/1.6/json/). Its serial number
// comes of the program, so that the same program has the same SBOM.
func (b *builder) sbom(program []byte, info *debug.BuildInfo, modules []module) ([]byte, error) {
	digest := sha256.Sum256(program)
	bom := cdx.NewBOM()
	bom.SerialNumber = serial(digest)
	main := cdx.Component{
		Type: cdx.ComponentTypeApplication, Name: "assay", Version: b.version,
		BOMRef: "pkg:golang/" + info.Main.Path + "@" + b.version, PackageURL: "pkg:golang/" + info.Main.Path + "@" + b.version,
		Hashes:   &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA256, Value: fmt.Sprintf("%x", digest)}},
		Licenses: licences([]string{"Apache-2.0"}),
	}
	bom.Metadata = &cdx.Metadata{Timestamp: b.moment.Format(time.RFC3339), Component: &main, Properties: settings(info)}
	var components []cdx.Component
	var refs []string
	for _, m := range modules {
		purl := "pkg:golang/" + m.path + "@" + m.version
		c := cdx.Component{
			Type: cdx.ComponentTypeLibrary, Name: m.path, Version: m.version, BOMRef: purl, PackageURL: purl,
			Scope: cdx.ScopeRequired, Licenses: licences(m.licences),
		}
		if m.sum != "" {
			c.Properties = &[]cdx.Property{{Name: "go.sum", Value: m.sum}}
		}
		components, refs = append(components, c), append(refs, purl)
	}
	bom.Components = &components
	bom.Dependencies = &[]cdx.Dependency{{Ref: main.BOMRef, Dependencies: &refs}}
	var out bytes.Buffer
	err := cdx.NewBOMEncoder(&out, cdx.BOMFileFormatJSON).SetPretty(true).EncodeVersion(bom, cdx.SpecVersion1_6)
	return out.Bytes(), err
}

// serial is a UUID of version 8, whose bits are the maker's
// (https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8).
func serial(digest [sha256.Size]byte) string {
	u := digest[:16]
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

func licences(ids []string) *cdx.Licenses {
	var list cdx.Licenses
	for _, id := range ids {
		list = append(list, cdx.LicenseChoice{License: &cdx.License{ID: id}})
	}
	return &list
}

// settings are how the program was built.
func settings(info *debug.BuildInfo) *[]cdx.Property {
	list := []cdx.Property{{Name: "go.version", Value: info.GoVersion}}
	for _, s := range info.Settings {
		list = append(list, cdx.Property{Name: "go.build." + s.Key, Value: s.Value})
	}
	return &list
}
