package reports

import (
	"io"

	"assay/engine"
)

var _ = register(Format{
	Name:   "teams",
	Title:  "an adaptive card for Microsoft Teams, which --notify posts",
	Needs:  func(Options) (Needs, error) { return Needs{}, nil },
	Render: func(w io.Writer, r *engine.Result, _ Options) error { return writeLaidOut(w, newTeams(r)) },
})

type teamsMessage struct {
	Type        string            `json:"type"`
	Attachments []teamsAttachment `json:"attachments"`
}

type teamsAttachment struct {
	ContentType string    `json:"contentType"`
	Content     teamsCard `json:"content"`
}

type teamsCard struct {
	Schema  string       `json:"$schema"`
	Type    string       `json:"type"`
	Version string       `json:"version"`
	Body    []teamsBlock `json:"body"`
}

// teamsBlock is a RichTextBlock: its runs are plain text, in which nothing is
// markup.
type teamsBlock struct {
	Type    string     `json:"type"`
	Inlines []teamsRun `json:"inlines"`
}

type teamsRun struct {
	Type     string `json:"type"`
	Text     string `json:"text"`
	Size     string `json:"size,omitempty"`
	Weight   string `json:"weight,omitempty"`
	Color    string `json:"color,omitempty"`
	IsSubtle bool   `json:"isSubtle,omitempty"`
}

func newTeams(r *engine.Result) teamsMessage {
	m := messageOf(r)
	color := "attention"
	if Accepted(r) {
		color = "good"
	}
	card := teamsCard{Schema: "http://adaptivecards.io/schemas/adaptive-card.json", Type: "AdaptiveCard", Version: "1.4"}
	card.add(teamsRun{Text: m.title, Size: "large", Weight: "bolder", Color: color})
	card.add(teamsRun{Text: m.facts, IsSubtle: true})
	for _, p := range m.problems {
		card.add(
			teamsRun{Text: severityText(p) + " ", Color: [...]string{"accent", "warning", "attention"}[p.level]},
			teamsRun{Text: messageSubject(p) + " ", Weight: "bolder"},
			teamsRun{Text: m.headline(p)})
	}
	if m.more != "" {
		card.add(teamsRun{Text: m.more})
	}
	return teamsMessage{"message", []teamsAttachment{{"application/vnd.microsoft.card.adaptive", card}}}
}

func (c *teamsCard) add(runs ...teamsRun) {
	for i := range runs {
		runs[i].Type = "TextRun"
	}
	c.Body = append(c.Body, teamsBlock{"RichTextBlock", runs})
}
