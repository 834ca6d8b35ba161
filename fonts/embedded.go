package fonts

import (
	_ "embed"
	"fmt"
	"sync"
)

// The faces that every facture carries. Files are as their publishers made
// them: README.md has their sources and hashes, each folder its licence.
var (
	//go:embed faces/source-serif-4/SourceSerif4_400Regular.ttf
	sourceSerif4Regular []byte
	//go:embed faces/source-serif-4/SourceSerif4_600SemiBold.ttf
	sourceSerif4SemiBold []byte
	//go:embed faces/source-sans-3/SourceSans3_400Regular.ttf
	sourceSans3Regular []byte
	//go:embed faces/source-sans-3/SourceSans3_600SemiBold.ttf
	sourceSans3SemiBold []byte
	//go:embed faces/inter/Inter_400Regular.ttf
	interRegular []byte
	//go:embed faces/inter/Inter_500Medium.ttf
	interMedium []byte
	//go:embed faces/inter/Inter_600SemiBold.ttf
	interSemiBold []byte
	//go:embed faces/ibm-plex-sans/IBMPlexSans_400Regular.ttf
	ibmPlexSansRegular []byte
	//go:embed faces/ibm-plex-sans/IBMPlexSans_600SemiBold.ttf
	ibmPlexSansSemiBold []byte
)

// embeddedFaces repeats family and weight, so that finding a face reads no
// file; a test holds it against the files.
var embeddedFaces = []struct {
	family string
	weight int
	file   *[]byte
}{
	{"Source Serif 4", 400, &sourceSerif4Regular},
	{"Source Serif 4", 600, &sourceSerif4SemiBold},
	{"Source Sans 3", 400, &sourceSans3Regular},
	{"Source Sans 3", 600, &sourceSans3SemiBold},
	{"Inter", 400, &interRegular},
	{"Inter", 500, &interMedium},
	{"Inter", 600, &interSemiBold},
	{"IBM Plex Sans", 400, &ibmPlexSansRegular},
	{"IBM Plex Sans", 600, &ibmPlexSansSemiBold},
}

// embeddedLicence holds for all of them (SPDX identifier).
const embeddedLicence = "OFL-1.1"

var embedded = sync.OnceValue(func() *Library {
	l := &Library{slots: make([]slot, len(embeddedFaces))}
	for i, e := range embeddedFaces {
		l.slots[i] = newSlot(e.family, e.weight, sync.OnceValue(func() *Face {
			f, err := readFace(*e.file)
			if err != nil {
				// The bytes are part of the binary and every test run reads them.
				panic(fmt.Errorf("embedded face %s %d: %w", e.family, e.weight, err))
			}
			f.id, f.licence = ID(i), embeddedLicence
			return f
		}))
	}
	return l
})

// Embedded is the library of the embedded faces: one per process, immutable,
// safe for concurrent use. A face is read when it is first asked for.
func Embedded() *Library { return embedded() }
