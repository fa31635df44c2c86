import { Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { definitionOf } from '../components/definition.ts'
import { CredentialForm, type CredentialFormProps } from './CredentialForm.tsx'

interface NewCredentialProps extends Pick<CredentialFormProps, 'onSaved' | 'onCancel'> {
  componentId: string
  bindTo?: { flowId: string; stepId: string; isActive: boolean }
}

/** The form of a new credential inside the picker. */
export default function NewCredential({ componentId, bindTo, onSaved, onCancel }: NewCredentialProps) {
  const { data: component } = useSuspenseQuery(definitionOf(componentId))
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.querySelector('input')?.focus(), [])
  if (!component) return <Text size="sm">This Stepkey doesn’t know the component {componentId}.</Text>
  return (
    <div ref={place}>
      {bindTo?.isActive && (
        <Text size="sm" mb="md">
          This flow is active: it uses the new credential as soon as it is saved.
        </Text>
      )}
      <CredentialForm
        component={component}
        bindTo={bindTo && { flowId: bindTo.flowId, stepId: bindTo.stepId }}
        onSaved={onSaved}
        onCancel={onCancel}
        compact
      />
    </div>
  )
}
