package reports

import (
	"fmt"
	"io"
	"strings"

	"assay/engine"
)

var _ = register(Format{
	Name:  "azure",
	Title: "logging commands for Azure Pipelines with the text report; a variable for the verdict",
	Needs: func(o Options) (Needs, error) { return Needs{Examples: o.examples(textExamples)}, nil },
	Render: func(w io.Writer, r *engine.Result, o Options) error {
		var b strings.Builder
		b.WriteString(quiet(textOf(r, o)))
		for _, p := range problems(r) {
			if p.level > levelNote {
				b.WriteString(azureCommand("task.logissue", azureProperties(p), azureMessage(r, p)))
			}
		}
		b.WriteString(azureCommand("task.setvariable", []string{"variable", "assayVerdict", "isOutput", "true"}, verdict(r)))
		_, err := io.WriteString(w, b.String())
		return err
	},
})

// azureProperties are the kind of issue and its place in the suite. Azure knows
// no notes: those are in the text report alone.
func azureProperties(p problem) []string {
	list := []string{"type", [...]string{levelWarning: "warning", levelError: "error"}[p.level]}
	if p.at.File != "" {
		list = append(list, "sourcepath", cleanName(p.at.File), "linenumber", fmt.Sprint(p.at.Line))
		if p.at.Col > 0 {
			list = append(list, "columnnumber", fmt.Sprint(p.at.Col))
		}
	}
	return append(list, "code", cleanName(p.Check.Name))
}

func azureMessage(r *engine.Result, p problem) string {
	return quiet(subject(p.Check) + ": " + account(r, p.Outcome))
}

var (
	azureData     = strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A")
	azureProperty = strings.NewReplacer("%", "%AZP25", "\r", "%0D", "\n", "%0A", "]", "%5D", ";", "%3B")
)

// azureCommand is a logging command as azure-pipelines-task-lib writes it.
// properties are names and values in turn.
func azureCommand(name string, properties []string, message string) string {
	var b strings.Builder
	b.WriteString("##vso[" + name + " ")
	for i := 0; i < len(properties); i += 2 {
		b.WriteString(properties[i] + "=" + azureProperty.Replace(properties[i+1]) + ";")
	}
	b.WriteString("]" + azureData.Replace(message) + "\n")
	return b.String()
}
