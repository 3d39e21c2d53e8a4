package integrations_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"assay/integrations/tools"
)

// The recipes of docs/pipelines.md are files, which these tests run as far as
// they can be run on one machine.

// plant is a project with data, a suite and a training script that leaves
// model.pkl behind, and assay on its PATH.
func plant(t *testing.T, ages string) (dir string, env []string) {
	t.Helper()
	dir = t.TempDir()
	write(t, dir, "suite.yaml", "version: 1\nsuite: ages\nexpectations:\n  - between: {column: age, min: 18, max: 99}\n")
	write(t, dir, "data.csv", "id,age\n1,"+ages+"\n")
	write(t, dir, "train.py", "open('model.pkl', 'w').write('trained')\n")
	bin := t.TempDir()
	run(t, exec.Command("go", "build", "-o", filepath.Join(bin, "assay"), "../cmd/assay"))
	return dir, append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// trained reports whether the training script of a plant has run.
func trained(t *testing.T, dir string) bool {
	t.Helper()
	_, err := os.Stat(filepath.Join(dir, "model.pkl"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return err == nil
}

func TestMakefileTrainsOnAcceptedDataOnly(t *testing.T) {
	makefile, err := filepath.Abs("recipes/Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for ages, want := range map[string]bool{"20": true, "7": false} {
		dir, env := plant(t, ages)
		cmd := exec.Command("make", "-f", makefile, "model.pkl")
		cmd.Dir, cmd.Env = dir, env
		out, err := cmd.CombinedOutput()
		if (err == nil) != want || trained(t, dir) != want {
			t.Errorf("age %s: trained is %v, make: %v\n%s", ages, trained(t, dir), err, out)
		}
	}
}

// TestAirflowTrainsOnAcceptedDataOnly runs the DAG in Airflow's own process for
// that, with a database of its own.
func TestAirflowTrainsOnAcceptedDataOnly(t *testing.T) {
	python := tools.Path(t, "pipelines-python3")
	home := t.TempDir()
	dag, err := os.ReadFile("recipes/airflow_dag.py")
	if err != nil {
		t.Fatal(err)
	}
	write(t, home, "dags/airflow_dag.py", string(dag))
	settings := []string{"AIRFLOW_HOME=" + home, "AIRFLOW__CORE__LOAD_EXAMPLES=false"}
	migrate := exec.Command(python, "-m", "airflow", "db", "migrate")
	migrate.Env = append(os.Environ(), settings...)
	run(t, migrate)
	const script = `
import runpy, sys
done = runpy.run_path(sys.argv[1])["dag"].test()
print("run:", done.state)
for task in done.get_task_instances():
    print(task.task_id + ":", task.state)
`
	for ages, want := range map[string][]string{
		"20": {"run: success", "validate: success", "train: success"},
		"7":  {"run: failed", "validate: failed", "train: upstream_failed"},
	} {
		dir, env := plant(t, ages)
		cmd := exec.Command(python, "-c", script, filepath.Join(home, "dags", "airflow_dag.py"))
		cmd.Dir = home
		cmd.Env = append(append(env, settings...), "PROJECT="+dir)
		out := run(t, cmd)
		for _, line := range want {
			if !strings.Contains(out, "\n"+line+"\n") {
				t.Errorf("age %s: not %q in\n%s", ages, line, out)
			}
		}
		if got := trained(t, dir); got != (ages == "20") {
			t.Errorf("age %s: trained is %v", ages, got)
		}
	}
}

// TestKubeflowPipelineCompiles reads what Kubeflow would run: training depends
// on validation, whose command is assay's. A cluster is not at hand.
func TestKubeflowPipelineCompiles(t *testing.T) {
	recipe, err := filepath.Abs("recipes/kubeflow_pipeline.py")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(tools.Path(t, "pipelines-python3"), recipe)
	cmd.Dir = t.TempDir()
	run(t, cmd)
	text, err := os.ReadFile(filepath.Join(cmd.Dir, "pipeline.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var compiled struct {
		DeploymentSpec struct {
			Executors map[string]struct {
				Container struct{ Command []string }
			}
		} `yaml:"deploymentSpec"`
		Root struct {
			DAG struct {
				Tasks map[string]struct {
					DependentTasks []string `yaml:"dependentTasks"`
				}
			}
		}
	}
	if err := yaml.Unmarshal(text, &compiled); err != nil {
		t.Fatal(err)
	}
	if got := compiled.Root.DAG.Tasks["train"].DependentTasks; fmt.Sprint(got) != "[validate]" {
		t.Errorf("train depends on %v", got)
	}
	command := compiled.DeploymentSpec.Executors["exec-validate"].Container.Command
	if len(command) < 2 || command[0] != "/assay" || command[1] != "check" {
		t.Errorf("validate runs %v", command)
	}
}

func TestGitHubWorkflowFitsItsSchema(t *testing.T) {
	run(t, python(t, "check-jsonschema", "--builtin-schema", "vendor.github-workflows", "recipes/github.yml"))
}

// TestPipelinesPageShowsTheRecipes compares the page's blocks with the files.
func TestPipelinesPageShowsTheRecipes(t *testing.T) {
	page, err := os.ReadFile("../docs/pipelines.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := make(map[string]bool)
	for _, m := range regexp.MustCompile("(?s)recipes/([a-z_]+\\.?[a-z]*|Makefile)\\):\n\n```text\n(.*?)```\n").FindAllStringSubmatch(string(page), -1) {
		file, err := os.ReadFile(filepath.Join("recipes", m[1]))
		if err != nil {
			t.Error(err)
			continue
		}
		if string(file) != m[2] {
			t.Errorf("docs/pipelines.md does not show recipes/%s as it is", m[1])
		}
		shown[m[1]] = true
	}
	files, err := os.ReadDir("recipes")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !shown[f.Name()] {
			t.Errorf("docs/pipelines.md does not show recipes/%s", f.Name())
		}
	}
}
