// Package tools finds what tests with the build tag "oracle" drive: other
// people's programs, as obtain.sh provides them. In goes a test and the name of
// a program, out comes its path; a program that is missing fails the test and
// says how to get it, so nothing is ever skipped silently. It does not know
// what the programs are used for.
package tools

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// VeraPDFJar is veraPDF's one-jar command line, as obtain.sh pins it.
const VeraPDFJar = ".tools/greenfield-apps-1.28.2.jar"

// runLimit ends a program that hangs, long before the test binary's own limit.
const runLimit = 10 * time.Minute

// Root is the folder of go.mod. Tests run in their package's folder; what they
// share (testdata/, .tools/) is named from here.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := ModuleRoot()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// ModuleRoot is Root for commands.
func ModuleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod above the working directory: run inside the repository")
		}
		dir = parent
	}
}

// Find returns the path of a program, from .tools/bin or PATH, and fails the
// test when there is none.
func Find(t testing.TB, program string) string {
	t.Helper()
	if own := filepath.Join(Root(t), ".tools", "bin", program); isFile(own) {
		return own
	}
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%s is missing: run make tools, which installs it or names its package", program)
	}
	return path
}

// VeraPDF returns the command that starts veraPDF's validator; the caller adds
// its arguments.
func VeraPDF(t testing.TB) []string {
	t.Helper()
	jar := filepath.Join(Root(t), VeraPDFJar)
	if !isFile(jar) {
		t.Fatalf("%s is missing: run make tools, which fetches it from Maven Central", VeraPDFJar)
	}
	return []string{Find(t, "java"), "-cp", jar, "org.verapdf.apps.GreenfieldCliWrapper"}
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// Run starts a program and returns its standard output. A non-zero exit is an
// error that ends in what it wrote to standard error.
func Run(command ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), runLimit)
	defer cancel()
	var stderr strings.Builder
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("%s: %w: %s", filepath.Base(command[0]), err, strings.TrimSpace(stderr.String()))
	}
	return out, nil
}

// binary is the built command, made by Main's first caller of Facture.
var binary struct {
	once sync.Once
	dir  string
	err  error
}

// Main runs a package's tests and removes the command that Facture built:
//
//	func TestMain(m *testing.M) { os.Exit(tools.Main(m)) }
func Main(m *testing.M) int {
	defer func() {
		if binary.dir != "" {
			os.RemoveAll(binary.dir)
		}
	}()
	return m.Run()
}

// Facture returns the path of the command, built once per test binary from the
// working tree.
func Facture(t testing.TB) string {
	t.Helper()
	binary.once.Do(func() {
		if binary.dir, binary.err = os.MkdirTemp("", "facture-"); binary.err == nil {
			binary.err = Build(filepath.Join(binary.dir, "facture"), Root(t))
		}
	})
	if binary.err != nil {
		t.Fatal(binary.err)
	}
	return filepath.Join(binary.dir, "facture")
}

// Build compiles the command to a path; env adds to the environment
// ("GOARCH=arm64").
func Build(path, root string, env ...string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-o", path, "./cmd/facture")
	cmd.Dir = root
	cmd.Env = append(append(os.Environ(), "CGO_ENABLED=0"), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build facture: %w\n%s", err, out)
	}
	return nil
}

// MustRun is Run for tests: a failure ends the test.
func MustRun(t testing.TB, command ...string) []byte {
	t.Helper()
	command[0] = Find(t, command[0])
	out, err := Run(command...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Share is how much of a stress test runs: the whole under make soak (SOAK=1),
// else a tenth, and at least one.
func Share(whole int) int {
	if os.Getenv("SOAK") == "1" {
		return whole
	}
	return max(1, whole/10)
}
