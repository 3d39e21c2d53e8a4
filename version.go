package assay

import "runtime/debug"

// modulePath is the path of this module.
const modulePath = "assay"

// Version is the version of this module in the running program: that of the
// program itself where it is the command, else that of the dependency; "devel"
// where the build does not tell.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return unknownVersion
	}
	modules := append([]*debug.Module{&info.Main}, info.Deps...)
	for _, m := range modules {
		if m.Path == modulePath && m.Version != "" && m.Version != "(devel)" {
			return m.Version
		}
	}
	return unknownVersion
}

const unknownVersion = "devel"
