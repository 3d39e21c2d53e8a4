package vector

import "testing"

func TestParseType(t *testing.T) {
	for name, want := range map[string]string{
		"int": "int64", "Timestamp": "timestamp[us]", "timestamptz": "timestamp[us, tz=UTC]", "decimal(10, 2)": "decimal(10, 2)",
		"decimal(60,5)": "decimal256(60, 5)", "timestamp[ns, Europe/Paris]": "timestamp[ns, tz=Europe/Paris]", "time[ns]": "time64[ns]", "bool": "bool",
	} {
		dt, err := ParseType(name)
		if err != nil || dt.String() != want {
			t.Errorf("ParseType(%q) = %v, %v; want %s", name, dt, err, want)
		}
	}
	for _, name := range []string{"", "flaot", "decimal(0)", "decimal(5,6)", "timestamp[min]"} {
		if dt, err := ParseType(name); err == nil {
			t.Errorf("ParseType(%q) = %v", name, dt)
		}
	}
}
