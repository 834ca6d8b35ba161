package pdf

import "sync"

// cache keeps results by the full content that they follow from, so that what
// is written never depends on what was written before.
type cache[V any] struct {
	mu    sync.Mutex
	limit int
	m     map[string]V
}

// get returns the value of a key, made by make when it is absent. Two callers
// may both make it; the results are equal.
func (c *cache[V]) get(key []byte, make_ func() (V, error)) (V, error) {
	c.mu.Lock()
	v, ok := c.m[string(key)]
	c.mu.Unlock()
	if ok {
		return v, nil
	}
	v, err := make_()
	if err != nil {
		return v, err
	}
	c.mu.Lock()
	if c.m == nil || len(c.m) >= c.limit {
		c.m = make(map[string]V)
	}
	c.m[string(key)] = v
	c.mu.Unlock()
	return v, nil
}
