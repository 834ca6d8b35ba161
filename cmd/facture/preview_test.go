package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// previewing starts a preview, and returns its address and what ends it with its
// exit code and what it said.
func previewing(t *testing.T, args ...string) (address string, end func() (int, string)) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, w := io.Pipe()
	var said strings.Builder
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"preview"}, args...), streams{in: strings.NewReader(""), out: w, err: &said})
		w.Close()
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("%v, exit code %d: %s", err, <-ended, said.String())
	}
	_, address, _ = strings.Cut(line, " on ")
	address, _, _ = strings.Cut(address, " ")
	return address, func() (int, string) {
		cancel()
		select {
		case code := <-ended:
			return code, said.String()
		case <-time.After(10 * time.Second):
			t.Fatal("an interrupt does not end it")
			return 0, ""
		}
	}
}

// stream reads events until one holds some words.
func stream(t *testing.T, in *bufio.Reader, words string) string {
	t.Helper()
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatalf("%q never came: %v", words, err)
		}
		if strings.HasPrefix(line, "data:") && strings.Contains(line, words) {
			return line
		}
	}
}

// A preview on real files: pages, a save, a fault in each sort of file with its
// place, and an interrupt that ends it well though somebody looks on.
func TestPreviewOfFiles(t *testing.T) {
	dir := t.TempDir()
	save := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	document, brand := save("d.json", smallest), save("brand.json", `{"template": "classic"}`)
	layout := save("own.xml", `<document format="1" for="invoice"><text>{document.number}</text></document>`)
	address, end := previewing(t, document, "--brand", brand, "--template", layout, "--language", "fr")
	res, err := http.Get(address + "events")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	in := bufio.NewReader(res.Body)
	first := stream(t, in, `"stale":false`)
	if !strings.Contains(first, `"command":"facture render `+document) || !strings.Contains(first, `--language fr`) || !strings.Contains(first, `"chosen":{"template":"`+layout) {
		t.Errorf("%s", first)
	}
	stream(t, in, "<svg")
	save("d.json", `{"number": "42", `+smallest[1:])
	stream(t, in, `"stale":false`)
	stream(t, in, `aria-label=\"42\"`)
	for _, c := range [][3]string{
		{"own.xml", "<document format=\"1\" for=\"invoice\">\n<tabel/></document>", "own.xml\",\"line\":2,\"column\":1"},
		{"brand.json", "{\n \"papr\": 1}", "brand.json\",\"line\":2,\"column\":2"},
		{"d.json", "{\n", "d.json\",\"line\":"},
	} {
		was, err := os.ReadFile(filepath.Join(dir, c[0]))
		if err != nil {
			t.Fatal(err)
		}
		save(c[0], c[1])
		stream(t, in, c[2])
		save(c[0], string(was))
		stream(t, in, `"stale":false`)
	}
	pdf, err := http.Get(address + "document.pdf")
	if err != nil {
		t.Fatal(err)
	}
	got, _ := io.ReadAll(pdf.Body)
	pdf.Body.Close()
	made := filepath.Join(dir, "made.pdf")
	if code := run(context.Background(), []string{"render", document, "--brand", brand, "--template", layout, "--language", "fr", "-o", made}, streams{out: io.Discard, err: io.Discard}); code != 0 {
		t.Fatalf("render: %d", code)
	}
	if want, _ := os.ReadFile(made); string(got) != string(want) {
		t.Errorf("the page offers another PDF than render makes: %d bytes, want %d", len(got), len(want))
	}
	if code, said := end(); code != exitOK || said != "" {
		t.Errorf("ended with %d: %s", code, said)
	}
}

func TestPreviewAddress(t *testing.T) {
	document := manyDocuments(t, 1)[0]
	for _, addr := range []string{"127.0.0.1:0", "localhost:0", "127.0.0.2:0"} {
		if runtime.GOOS != "linux" && addr == "127.0.0.2:0" {
			continue // only there the whole of 127.0.0.0/8 is the machine itself
		}
		address, end := previewing(t, document, "--addr", addr)
		res, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != 200 {
			t.Errorf("%s: %d", addr, res.StatusCode)
		}
		// The address is taken now.
		var out, said strings.Builder
		taken := strings.TrimSuffix(strings.TrimPrefix(address, "http://"), "/")
		if code := run(context.Background(), []string{"preview", document, "--addr", taken}, streams{out: &out, err: &said}); code != exitFailed || !strings.Contains(said.String(), taken) {
			t.Errorf("%s: %d %s", taken, code, said.String())
		}
		if code, said := end(); code != exitOK || said != "" {
			t.Errorf("%s: %d %s", addr, code, said)
		}
	}
}

// --open starts what the system has; where there is nothing, the preview goes on.
func TestPreviewOpensABrowser(t *testing.T) {
	for system, want := range map[string]string{"linux": "xdg-open U", "freebsd": "xdg-open U", "darwin": "open U", "windows": "rundll32 url.dll,FileProtocolHandler U"} {
		if got := browserCommand(system, "U"); !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s: %q", system, got)
		}
	}
	document, dir := manyDocuments(t, 1)[0], t.TempDir()
	t.Setenv("PATH", dir)
	address, end := previewing(t, document, "--open")
	if res, err := http.Get(address); err != nil {
		t.Error(err)
	} else {
		res.Body.Close()
	}
	if code, said := end(); code != exitOK || !strings.Contains(said, "no browser could be started") {
		t.Errorf("%d %s", code, said)
	}
	opened := filepath.Join(dir, "opened")
	script := "#!/bin/sh\necho \"$1\" > " + opened + ".part && /bin/mv " + opened + ".part " + opened + "\n"
	if err := os.WriteFile(filepath.Join(dir, browserCommand(runtime.GOOS, "")[0]), []byte(script), 0o777); err != nil {
		t.Fatal(err)
	}
	address, end = previewing(t, document, "--open")
	var got []byte
	for deadline := time.Now().Add(10 * time.Second); len(got) == 0 && time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		got, _ = os.ReadFile(opened)
	}
	if strings.TrimSpace(string(got)) != address {
		t.Errorf("opened %q, want %s", got, address)
	}
	if code, said := end(); code != exitOK || said != "" {
		t.Errorf("%d %s", code, said)
	}
}
