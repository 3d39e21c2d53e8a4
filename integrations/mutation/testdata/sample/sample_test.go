package sample

import "testing"

func TestClamp(t *testing.T) {
	if Clamp(13) != 12 || Clamp(2) != 2 {
		t.Error(Clamp(13), Clamp(2))
	}
}

func TestJoin(t *testing.T) {
	if Join("a", "b") != "ab" {
		t.Error(Join("a", "b"))
	}
}

func TestCount(t *testing.T) {
	if Count(3) != 3 {
		t.Error(Count(3))
	}
}

func TestHalf(t *testing.T) {
	if Half(5) != -2.5 {
		t.Error(Half(5))
	}
}

func TestWithin(t *testing.T) {
	if !Within[int8](1, 2, 4) || Within[share](.3, .2, .4) || Within[share](.1, .4, .4) {
		t.Error("wrong")
	}
}
