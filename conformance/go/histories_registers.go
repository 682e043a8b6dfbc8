package main

import (
	"fmt"
	"iter"

	"github.com/anishathalye/porcupine"
)

// A register has the value that was put into it last.

// put sets a register to a value that nothing else sets it to; empty for nothing.
type put struct{ register, value string }

// got reads a register; its output is the value.
type got struct{ register string }

var registersModel = porcupine.Model{
	Partition: func(operations []porcupine.Operation) [][]porcupine.Operation { return apart(operations, registerOf) },
	Init:      func() any { return "" },
	Step: func(state, input, output any) (bool, any) {
		if put, ok := input.(put); ok {
			return true, put.value
		}
		return state == output, state
	},
	DescribeOperation: func(input, output any) string {
		if put, ok := input.(put); ok {
			return fmt.Sprintf("%s = %q", put.register, put.value)
		}
		return fmt.Sprintf("%s is %q", registerOf(input), output)
	},
}

func registerOf(input any) string {
	if put, ok := input.(put); ok {
		return put.register
	}
	return input.(got).register
}

// seenPuts leaves out what was not answered and nobody saw: whether it has happened makes no difference.
func seenPuts(operations []porcupine.Operation) []porcupine.Operation {
	type seen struct {
		register string
		value    any
	}
	values := map[seen]bool{}
	for _, each := range operations {
		if _, ok := each.Input.(got); ok {
			values[seen{registerOf(each.Input), each.Output}] = true
		}
	}
	var kept []porcupine.Operation
	for _, each := range operations {
		put, ok := each.Input.(put)
		if !ok || each.Return != answerNeverCame || values[seen{put.register, put.value}] {
			kept = append(kept, each)
		}
	}
	return kept
}

// fromTheMiddle has the places of all operations, those first that have many before them.
func fromTheMiddle(operations []porcupine.Operation) iter.Seq[int] {
	return func(yield func(int) bool) {
		for step := range operations {
			if !yield((len(operations)/2 + step) % len(operations)) {
				return
			}
		}
	}
}

// changedRead has one read that found something return `instead` of it, for the first put of a value to its register that makes that wrong.
func changedRead(operations []porcupine.Operation, isWrong func(old, read porcupine.Operation) bool, instead func(old put) string) ([]porcupine.Operation, bool) {
	for at := range fromTheMiddle(operations) {
		each := operations[at]
		read, ok := each.Input.(got)
		if !ok || each.Output == "" {
			continue
		}
		for _, old := range operations {
			value, ok := old.Input.(put)
			if ok && value.register == read.register && value.value != "" && isWrong(old, each) {
				operations[at].Output = instead(value)
				return operations, true
			}
		}
	}
	return nil, false
}

// olderValue: one read returns what was there before a put that had been answered before the read began.
func olderValue(operations []porcupine.Operation) ([]porcupine.Operation, bool) {
	isOlder := func(old, read porcupine.Operation) bool {
		return old.Input.(put).value != read.Output && replaced(operations, old, read)
	}
	return changedRead(operations, isOlder, func(old put) string { return old.value })
}

// replaced tells whether another put to the register lies wholly between an old one and a read.
func replaced(operations []porcupine.Operation, old, read porcupine.Operation) bool {
	for _, each := range operations {
		put, ok := each.Input.(put)
		if ok && put.register == registerOf(old.Input) && each.Call > old.Return && each.Return < read.Call {
			return true
		}
	}
	return false
}

// inventedValue: one read returns what nobody has put there.
func inventedValue(operations []porcupine.Operation) ([]porcupine.Operation, bool) {
	for at, each := range operations {
		if _, ok := each.Input.(got); ok && each.Output != "" {
			operations[at].Output = "invented"
			return operations, true
		}
	}
	return nil, false
}

// forgottenValue: one read finds nothing, though something was put there before and nothing has removed it since.
func forgottenValue(operations []porcupine.Operation) ([]porcupine.Operation, bool) {
	isKept := func(old, read porcupine.Operation) bool {
		return old.Return < read.Call && !removed(operations, old, read)
	}
	return changedRead(operations, isKept, func(put) string { return "" })
}

// removed tells whether something may have emptied the register between a put and a read.
func removed(operations []porcupine.Operation, old, read porcupine.Operation) bool {
	for _, each := range operations {
		if each.Input == (put{registerOf(old.Input), ""}) && each.Return >= old.Call && each.Call <= read.Return {
			return true
		}
	}
	return false
}

var registerBreaches = map[string]breach{
	"a value is forgotten":                forgottenValue,
	"a value is read that nobody wrote":   inventedValue,
	"a read misses what was there before": olderValue,
}
