import { Skeleton, Text } from '@mantine/core'
import type { Component } from '@stepkey/shared/component'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { useWorkspaceScope } from '../../workspace/workspaceScope.ts'
import { componentDefinition } from '../catalog/componentDefinition.ts'
import { ConsentMethodsOmitted, ConsentNeedsAccount, methodsWithoutConsent } from './ConsentUnavailable.tsx'
import { CredentialForm, type CredentialFormProps } from './CredentialForm.tsx'

export interface NewCredentialProps extends Pick<CredentialFormProps, 'fixedName' | 'onSaved' | 'onCancel'> {
  componentId: string
  bindTo?: { flowId: string; stepId: string; isActive: boolean }
}

/** The form of a new credential inside the picker. */
export default function NewCredential({ componentId, ...props }: NewCredentialProps) {
  const loading = useQuery(componentDefinition(componentId))
  const { data: component } = loading
  if (loading.error) return <LoadError of={loading} />
  if (component === undefined) return <Skeleton height={240} />
  if (component === null) return <Text size="sm">This Stepkey doesn’t know the component {componentId}.</Text>
  return <NewCredentialOf component={component} {...props} />
}

function NewCredentialOf({
  component,
  bindTo,
  fixedName,
  onSaved,
  onCancel,
}: Omit<NewCredentialProps, 'componentId'> & { component: Component }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.querySelector('input')?.focus(), [])
  const { member } = useWorkspaceScope()
  const offered = useMemo(() => (member ? component : methodsWithoutConsent(component)), [component, member])
  if (Object.keys(offered.methods).length === 0)
    return <ConsentNeedsAccount component={component} onCancel={onCancel} />
  return (
    <div ref={place}>
      {bindTo?.isActive && (
        <Text size="sm" mb="md">
          This flow is active: it uses the new credential as soon as it is saved.
        </Text>
      )}
      {offered !== component && <ConsentMethodsOmitted component={component} offered={offered} />}
      <CredentialForm
        component={offered}
        bindTo={bindTo && { flowId: bindTo.flowId, stepId: bindTo.stepId }}
        fixedName={fixedName}
        onSaved={onSaved}
        onCancel={onCancel}
        compact
      />
    </div>
  )
}
