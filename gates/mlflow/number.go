package mlflow

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// number is a float64 as MLflow writes it: also "NaN" and "Infinity".
type number float64

// UnmarshalJSON reads a number or the word for one.
func (n *number) UnmarshalJSON(raw []byte) error {
	text := string(raw)
	if len(raw) > 0 && raw[0] == '"' {
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return fmt.Errorf("%.40q is no number", text)
	}
	*n = number(f)
	return nil
}
