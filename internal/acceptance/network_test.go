//go:build oracle

package acceptance

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/facture-dev/facture/internal/tools"
)

// TestRenderingNeedsNoNetwork renders in a network namespace that has no
// interface but a loopback that is down.
func TestRenderingNeedsNoNetwork(t *testing.T) {
	unshare := tools.Find(t, "unshare")
	alone := []string{unshare, "--net"}
	if exec.Command(unshare, "--net", "true").Run() != nil {
		// Not root: a user namespace gives the right to make the other.
		alone = []string{unshare, "--map-root-user", "--net"}
	}
	// The counter-proof: there is no network in there, only lo below two lines of
	// headings.
	if out, err := tools.Run(append(append([]string{}, alone...), "cat", "/proc/net/dev")...); err != nil {
		t.Fatalf("no network namespace can be made here: %v", err)
	} else if strings.Count(string(out), "\n") != 3 || !strings.Contains(string(out), "lo:") {
		t.Fatalf("interfaces in a namespace that should have none:\n%s", out)
	}
	documents := samples(t)
	want := hashes(t, render(t, documents), documents)
	got := hashes(t, renderBy(t, append(alone, tools.Facture(t)), nil, documents), documents)
	wantEqual(t, "without a network", got, want)
}
