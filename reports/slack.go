package reports

import (
	"fmt"
	"io"
	"strings"

	"assay/engine"
)

// The limits of messages to people, and those of Slack's blocks.
const (
	messageProblems  = 10
	messageIDs       = 100
	messageHeadlines = 300
	slackHeader      = 150
)

var _ = register(Format{
	Name:   "slack",
	Title:  "a message for Slack, which --notify posts",
	Needs:  func(Options) (Needs, error) { return Needs{}, nil },
	Render: func(w io.Writer, r *engine.Result, _ Options) error { return writeLaidOut(w, newSlack(r)) },
})

type slackMessage struct {
	Text   string       `json:"text"`
	Blocks []slackBlock `json:"blocks"`
}

type slackBlock struct {
	Type string    `json:"type"`
	Text slackText `json:"text"`
}

type slackText struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

func newSlack(r *engine.Result) slackMessage {
	m := messageOf(r)
	out := slackMessage{Text: slackEscape.Replace(m.title)}
	out.Blocks = append(out.Blocks,
		slackBlock{"header", slackText{"plain_text", clip(m.title, slackHeader)}},
		slackBlock{"section", slackText{"mrkdwn", slackEscape.Replace(m.facts)}})
	for _, p := range m.problems {
		out.Blocks = append(out.Blocks, slackBlock{"section", slackText{"mrkdwn",
			fmt.Sprintf("*%s* %s\n%s", severityText(p), slackCode(messageSubject(p)), slackCode(m.headline(p)))}})
	}
	if m.more != "" {
		out.Blocks = append(out.Blocks, slackBlock{"section", slackText{"mrkdwn", m.more}})
	}
	return out
}

var slackEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// slackCode is text in which nothing is markup. Slack has no way to write a
// backtick within code.
func slackCode(s string) string {
	return "`" + strings.ReplaceAll(slackEscape.Replace(s), "`", "ˋ") + "`"
}

// message is what people are told of a run, whatever the service.
type message struct {
	title, facts, more string
	result             *engine.Result
	problems           []problem
}

func messageOf(r *engine.Result) message {
	t := count(r.Outcomes)
	list := problems(r)
	m := message{
		title: strings.ToUpper(verdict(r)) + ": " + cleanName(datasetName(r)),
		facts: fmt.Sprintf("%s · suite %s · %s of %s passed", plural(r.Rows, "row"), cleanName(r.Suite.Name),
			group(int64(t.Pass)), plural(int64(len(r.Outcomes)), "expectation")),
		problems: list[:min(len(list), messageProblems)], result: r,
	}
	if rows := divided(r); rows != "" {
		m.facts += " · " + rows
	}
	if more := len(list) - len(m.problems); more > 0 {
		m.more = "… and " + plural(int64(more), "more outcome") + " that did not pass"
	}
	return m
}

func messageSubject(p problem) string { return clip(subject(p.Check), messageIDs) }

func (m *message) headline(p problem) string {
	return clip(account(m.result, p.Outcome), messageHeadlines)
}
