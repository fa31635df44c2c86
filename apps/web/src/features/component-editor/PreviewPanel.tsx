import { Paper, Stack, Text } from '@mantine/core'
import type { Component, Method } from '@stepkey/shared/component'
import { useState } from 'react'
import { FieldList } from '../../forms/FieldList.tsx'
import { SchemaFormProvider } from '../../forms/formContext.ts'
import { SegmentedChoice } from '../../forms/SegmentedChoice.tsx'
import { CodeExample } from '../../ui/layout/CodeExample.tsx'
import { engineExample, renderedRequest } from './renderedRequest.ts'
import type { PreviewForm } from './usePreviewForm.ts'

interface PreviewPanelProps {
  component: Component
  method: Method
  preview: PreviewForm
}

const views = [
  { value: 'form', label: 'Form' },
  { value: 'request', label: 'Request' },
  { value: 'engine', label: 'Flow engine' },
]

/** Shows the form as users will see it, the request that it leads to, and how a flow engine uses it. */
export function PreviewPanel({ component, method, preview }: PreviewPanelProps) {
  const [view, setView] = useState('form')
  const { fields, schemaForm, values } = preview
  return (
    <Paper withBorder radius="lg" p="md" component="section" aria-label="Preview">
      <Stack gap="md">
        <SegmentedChoice label="Preview" options={views} value={view} onChange={setView} />
        {view === 'form' &&
          (fields.length === 0 ? (
            <Text size="sm" c="dimmed">
              This method has no fields.
            </Text>
          ) : (
            <SchemaFormProvider value={schemaForm}>
              <FieldList fields={fields} />
            </SchemaFormProvider>
          ))}
        {view === 'request' && (
          <CodeExample label="Verification request">
            {renderedRequest(method, fields, values) ??
              'There is no request yet. Check the base URL and the path.'}
          </CodeExample>
        )}
        {view === 'engine' && <CodeExample label="Flow engine">{engineExample(component.title)}</CodeExample>}
      </Stack>
    </Paper>
  )
}
