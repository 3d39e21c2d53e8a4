package tools

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// runningMLflow is the address of a tracking server that runs already, for those
// who try tests again and again: one may take a minute to start.
const runningMLflow = "ASSAY_TOOLS_MLFLOW"

// MLflow runs a tracking server with a database and artifacts of its own until
// the test ends, and returns its address. args are further ones of mlflow server;
// without any, the server that ASSAY_TOOLS_MLFLOW names is taken.
func MLflow(t testing.TB, args ...string) (address string) {
	t.Helper()
	if running := os.Getenv(runningMLflow); running != "" && len(args) == 0 {
		return running
	}
	mlflow := Path(t, "mlflow")
	dir, port := t.TempDir(), FreePort(t)
	server := exec.Command(mlflow, append([]string{
		"server", "--host", "127.0.0.1", "--port", fmt.Sprint(port), "--workers", "1",
		"--backend-store-uri", "sqlite:///" + filepath.Join(dir, "mlflow.db"),
		"--artifacts-destination", filepath.Join(dir, "artifacts"),
	}, args...)...)
	server.Dir = dir // the database of users is made here
	server.Env = append(os.Environ(), "MLFLOW_FLASK_SERVER_SECRET_KEY=of this test only", "MLFLOW_AUTH_ADMIN_PASSWORD=of the admin", "MLFLOW_DISABLE_TELEMETRY=true", "MLFLOW_TRACKING_URI=")
	address = fmt.Sprintf("http://127.0.0.1:%d", port)
	Start(t, server, Healthy(address+"/health"))
	return address
}
