// Replays writes of several managers on Kubernetes' own field manager. Each line read is a scenario: a schema, and what is written one after the
// other; each line written is what became of every write.
package main

import (
	"bufio"
	"encoding/json"
	"os"

	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

type step struct {
	Operation   string         `json:"operation"`
	Manager     string         `json:"manager"`
	Force       bool           `json:"force"`
	Subresource string         `json:"subresource"`
	Object      map[string]any `json:"object"`
}

type scenario struct {
	Schema json.RawMessage `json:"schema"`
	Steps  []step          `json:"steps"`
}

type outcome struct {
	Object map[string]any `json:"object,omitempty"`
	Error  string         `json:"error,omitempty"`
	Causes any            `json:"causes,omitempty"`
}

var kind = schema.GroupVersionKind{Group: "example.org", Version: "v1", Kind: "Thing"}

// There is one version, and defaults are somebody else's work.
type objects struct{}

func (objects) Convert(_, _, _ any) error { return nil }
func (objects) ConvertToVersion(in runtime.Object, _ runtime.GroupVersioner) (runtime.Object, error) {
	return in.DeepCopyObject(), nil
}
func (objects) ConvertFieldLabel(_ schema.GroupVersionKind, label, value string) (string, string, error) {
	return label, value, nil
}
func (objects) Default(runtime.Object) {}
func (objects) New(gvk schema.GroupVersionKind) (runtime.Object, error) {
	object := &unstructured.Unstructured{}
	object.SetGroupVersionKind(gvk)
	return object, nil
}

// resetBy says what an endpoint doesn't write.
func resetBy(subresource string) map[fieldpath.APIVersion]fieldpath.Filter {
	field := "status"
	if subresource == "status" {
		field = "spec"
	}
	return fieldpath.NewExcludeFilterSetMap(map[fieldpath.APIVersion]*fieldpath.Set{
		fieldpath.APIVersion(kind.GroupVersion().String()): fieldpath.NewSet(fieldpath.MakePathOrDie(field)),
	})
}

func fieldManagers(raw json.RawMessage) map[string]*managedfields.FieldManager {
	model := &spec.Schema{}
	check(json.Unmarshal(raw, model))
	model.AddExtension("x-kubernetes-group-version-kind", []any{map[string]any{"group": kind.Group, "version": kind.Version, "kind": kind.Kind}})
	types, err := managedfields.NewTypeConverter(map[string]*spec.Schema{"thing": model}, false)
	check(err)
	managers := map[string]*managedfields.FieldManager{}
	for _, subresource := range []string{"", "status"} {
		managers[subresource], err = managedfields.NewDefaultCRDFieldManager(
			types, objects{}, objects{}, objects{}, kind, kind.GroupVersion(), subresource, resetBy(subresource))
		check(err)
	}
	return managers
}

func run(line []byte) []outcome {
	var given scenario
	check(json.Unmarshal(line, &given))
	managers := fieldManagers(given.Schema)
	live, err := objects{}.New(kind)
	check(err)
	outcomes := []outcome{}
	for _, step := range given.Steps {
		manager, object := managers[step.Subresource], &unstructured.Unstructured{Object: step.Object}
		var next runtime.Object
		if step.Operation == "apply" {
			if next, err = manager.Apply(live.DeepCopyObject(), object, step.Manager, step.Force); err != nil {
				outcomes = append(outcomes, refused(err))
				continue
			}
		} else {
			next = manager.UpdateNoErrors(live.DeepCopyObject(), object, step.Manager)
		}
		live = stored(next)
		outcomes = append(outcomes, outcome{Object: live.DeepCopyObject().(*unstructured.Unstructured).Object})
	}
	return outcomes
}

// stored is the object as the server keeps it: with an identity, and without what is left empty of its metadata.
func stored(object runtime.Object) runtime.Object {
	result := object.(*unstructured.Unstructured)
	result.SetUID("uid")
	metadata := result.Object["metadata"].(map[string]any)
	for key, value := range metadata {
		if empty(value) {
			delete(metadata, key)
		}
	}
	return result
}

func empty(value any) bool {
	switch value := value.(type) {
	case map[string]any:
		return len(value) == 0
	case []any:
		return len(value) == 0
	default:
		return value == nil
	}
}

func refused(err error) outcome {
	status, ok := err.(errors.APIStatus)
	if !ok {
		return outcome{Error: err.Error()}
	}
	var causes []metav1.StatusCause
	if details := status.Status().Details; details != nil {
		causes = details.Causes
	}
	return outcome{Error: err.Error(), Causes: causes}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			check(out.Encode(run(line)))
		}
		if err != nil {
			return
		}
	}
}
