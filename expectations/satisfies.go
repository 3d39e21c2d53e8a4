package expectations

import (
	"errors"

	"github.com/apache/arrow-go/v18/arrow"

	"assay/engine"
	"assay/engine/rowexpr"
)

type satisfiesParams struct {
	Rule Expression `param:"rule,bare,required" doc:"the condition that every row must meet, an expression over the columns"`
}

var _ = register(Def[satisfiesParams]{
	Name:  "satisfies",
	Group: "pairs and rules",
	Title: "Every row meets a rule",
	Doc: `A row is unexpected where the rule is false. Where it is null the row is passed over: a missing operand makes a comparison null, false and null is false, true or null is true. To judge missing values too, say so in the rule: "end == nil or end > start".

Rules are written like row conditions (where): comparisons, and, or, not, arithmetic, in, matches, contains, startsWith, endsWith, len, date and time literals, now(). Integers and decimals are compared and computed exactly; overflow and division by zero make this one expectation an error. A column whose name is no identifier is written $env["order id"].`,
	Example: `- satisfies: price * quantity <= total`,
	Since:   "0.1",
	Domain:  Table,
	RowWise: true,
	Expect:  func(p *satisfiesParams) string { return string(p.Rule) },
	Fault:   func(p *satisfiesParams) string { return "against the rule: " + string(p.Rule) },
	Build: func(p *satisfiesParams, _ []arrow.Field, env *engine.Env) (engine.Kind, error) {
		rule, err := rowexpr.Parse(string(p.Rule))
		if err != nil {
			return nil, ruleError(err)
		}
		bound, err := rule.Bind(env.Schema, rowexpr.Options{Zone: env.Zone, Now: env.Now})
		if err != nil {
			return nil, ruleError(err)
		}
		return bound.Rows(), nil
	},
})

// ruleError gives the first mistake of a rule the form of an outcome's error.
// The mistakes themselves, with their places, stay behind it.
func ruleError(err error) error {
	var first *rowexpr.Error
	if !errors.As(err, &first) {
		return err
	}
	return errors.Join(&engine.CheckError{Code: first.Code, Msg: first.Msg, Hint: first.Hint}, err)
}
