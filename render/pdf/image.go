package pdf

import (
	"strconv"

	"github.com/facture-dev/facture/render/image"
)

// placedImage is a raster or a drawing that the document shows, once or more
// often. Its digest tells it from others.
type placedImage struct {
	digest  [32]byte
	raster  *image.Raster
	drawing *image.Drawing // instead of a raster
	ref     ref
}

// imageStream is a raster as streams: what is shown, and its transparency.
type imageStream struct {
	shown samples
	mask  *samples // 8-bit alpha; nil when opaque
}

// samples is a stream of pixels with what its dictionary says of them.
type samples struct {
	dict string
	data []byte
}

// image registers a raster or a drawing.
func (f *file) image(im placedImage) {
	if f.imageIndex(im.digest) < 0 {
		im.ref = f.alloc()
		f.imgs = append(f.imgs, &im)
	}
}

func (f *file) imageIndex(digest [32]byte) int {
	for i, im := range f.imgs {
		if im.digest == digest {
			return i
		}
	}
	return -1
}

// writeImages writes the images (§8.9.5) and the drawings, each once.
func (f *file) writeImages() error {
	for _, im := range f.imgs {
		if im.drawing != nil {
			if err := f.writeDrawing(im.ref, im.drawing); err != nil {
				return err
			}
			continue
		}
		s, err := f.w.images.get(im.digest[:], func() (*imageStream, error) { return encode(im.raster), nil })
		if err != nil {
			return err
		}
		head := "/Type/XObject/Subtype/Image/Width " + strconv.Itoa(im.raster.Width) + "/Height " + strconv.Itoa(im.raster.Height)
		dict := head + s.shown.dict
		if s.mask != nil {
			mask := f.alloc()
			f.rawStream(mask, head+s.mask.dict, s.mask.data)
			dict += "/SMask " + strconv.Itoa(int(mask)) + " 0 R"
		}
		f.rawStream(im.ref, dict, s.shown.data)
	}
	return nil
}
