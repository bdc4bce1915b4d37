package store

import (
	"database/sql/driver"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// A column binds one column of a table to a field of a record: what is written and what is read
// are declared once. Its value is a driver.Valuer and an sql.Scanner.
type column struct {
	name  string
	value any
}

// A text is NULL where the field is empty.
type text[T ~string] struct{ field *T }

func (c text[T]) Value() (driver.Value, error) {
	if *c.field == "" {
		return nil, nil
	}
	return string(*c.field), nil
}

func (c text[T]) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*c.field = ""
	case string:
		*c.field = T(v)
	default:
		return fmt.Errorf("%w: a text column holds %T", ErrDamaged, v)
	}
	return nil
}

// A number is NULL where the field is zero, that is, not recorded.
type number[T int | float64] struct{ field *T }

func (c number[T]) Value() (driver.Value, error) {
	switch v := any(*c.field).(type) {
	case int:
		if v != 0 {
			return int64(v), nil
		}
	case float64:
		if v != 0 {
			return v, nil
		}
	}
	return nil, nil
}

func (c number[T]) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*c.field = 0
	case int64:
		*c.field = T(v)
	case float64:
		*c.field = T(v)
	default:
		return fmt.Errorf("%w: a number column holds %T", ErrDamaged, v)
	}
	return nil
}

// A maybe is NULL where the pointer is nil: zero and false are recorded values.
type maybe[T int | bool] struct{ field **T }

func (c maybe[T]) Value() (driver.Value, error) {
	if *c.field == nil {
		return nil, nil
	}
	return driver.DefaultParameterConverter.ConvertValue(**c.field)
}

func (c maybe[T]) Scan(v any) error {
	*c.field = nil
	if v == nil {
		return nil
	}
	value := new(T)
	switch p := any(value).(type) {
	case *int:
		n, ok := v.(int64)
		if !ok {
			return fmt.Errorf("%w: a count column holds %T", ErrDamaged, v)
		}
		*p = int(n)
	case *bool:
		*p = v == int64(1)
	}
	*c.field = value
	return nil
}

// A list is TEXT with a separator between its words, NULL where nothing is recorded. While many
// rows are read, equal lists are split once and shared.
type list[T ~string] struct {
	field     *[]T
	separator string
	seen      map[string][]T
}

func words[T ~string](field *[]T) list[T] { return list[T]{field, ",", map[string][]T{}} }
func lines(field *[]string) list[string]  { return list[string]{field, "\n", map[string][]string{}} }

func (c list[T]) Value() (driver.Value, error) {
	if len(*c.field) == 0 {
		return nil, nil
	}
	var b strings.Builder
	for i, w := range *c.field {
		if i > 0 {
			b.WriteString(c.separator)
		}
		b.WriteString(string(w))
	}
	return b.String(), nil
}

func (c list[T]) Scan(v any) error {
	if v == nil {
		*c.field = nil
		return nil
	}
	joined, ok := v.(string)
	if !ok {
		return fmt.Errorf("%w: a list column holds %T", ErrDamaged, v)
	}
	words, ok := c.seen[joined]
	if !ok {
		for w := range strings.SplitSeq(joined, c.separator) {
			words = append(words, T(w))
		}
		words = slices.Clip(words)
		c.seen[joined] = words
	}
	*c.field = words
	return nil
}

// A part is a column of a nested value that is there as a whole or not at all.
type part[P any, T View | int | float64] struct {
	whole **P
	field func(*P) *T
}

func (c part[P, T]) Value() (driver.Value, error) {
	if *c.whole == nil {
		return nil, nil
	}
	return driver.DefaultParameterConverter.ConvertValue(*c.field(*c.whole))
}

func (c part[P, T]) Scan(v any) error {
	if v == nil {
		return nil
	}
	if *c.whole == nil {
		*c.whole = new(P)
	}
	field := reflect.ValueOf(c.field(*c.whole)).Elem()
	value := reflect.ValueOf(v)
	if !value.CanConvert(field.Type()) {
		return fmt.Errorf("%w: a column of a nested value holds %T", ErrDamaged, v)
	}
	field.Set(value.Convert(field.Type()))
	return nil
}
