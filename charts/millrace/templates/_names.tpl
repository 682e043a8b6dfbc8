{{/* Labels by which the operator's pods are chosen. */}}
{{- define "millrace.podSelector" -}}
app.kubernetes.io/name: {{ include "millrace.operator" . }}
{{- end }}

{{/* Labels of all objects. */}}
{{- define "millrace.labels" -}}
{{ include "millrace.podSelector" . }}
app.kubernetes.io/part-of: millrace
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name (replace "+" "_" .Chart.Version) }}
{{- end }}

{{- define "millrace.operatorImage" -}}
{{- $image := .Values.image -}}
{{- $registry := default .Values.defaultImageRegistry $image.registry -}}
{{- $repository := default .Values.defaultImageRepository $image.repository -}}
{{- $tag := default (default .Chart.AppVersion .Values.defaultImageTag) $image.tag -}}
{{- printf "%s/%s/%s:%s" $registry $repository $image.name (toString $tag) -}}
{{- end }}

{{/* Namespaces that are watched, as a list in JSON; the release's own is one of them. */}}
{{- define "millrace.watched" -}}
{{- prepend .Values.watchNamespaces .Release.Namespace | uniq | toJson -}}
{{- end }}

{{/* A map as labels are written on a command line. */}}
{{- define "millrace.pairs" -}}
{{- $pairs := list -}}
{{- range $name, $value := . -}}
{{- $pairs = append $pairs (printf "%s=%s" $name (toString $value)) -}}
{{- end -}}
{{- join "," $pairs -}}
{{- end }}

{{/* Who the operator is. */}}
{{- define "millrace.subjects" -}}
- kind: ServiceAccount
  name: {{ .Values.serviceAccount }}
  namespace: {{ .Release.Namespace }}
{{- end }}
