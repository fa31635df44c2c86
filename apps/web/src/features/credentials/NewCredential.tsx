import { Skeleton, Text } from '@mantine/core'
import type { Component } from '@stepkey/shared/component'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { useWorkspaceScope } from '../../workspace/workspaceScope.ts'
import { componentDefinition } from '../catalog/componentDefinition.ts'
import {
  ConsentMethodsOmitted,
  ConsentNeedsAccount,
  methodsWithoutConsent,
  withMethods,
} from '../consents/ConsentUnavailable.tsx'
import { CredentialForm, type CredentialFormProps } from './CredentialForm.tsx'

/** The props of {@link NewCredential}. */
export interface NewCredentialProps extends Pick<CredentialFormProps, 'fixedName' | 'onSaved' | 'onCancel'> {
  componentId: string
  bindTo?: { flowId: string; stepId: string; isActive: boolean }
}

/** The form of a new credential inside the picker. */
export default function NewCredential({ componentId, ...props }: NewCredentialProps) {
  const definition = useQuery(componentDefinition(componentId))
  const { data: component } = definition
  if (definition.error) return <LoadError of={definition} />
  if (component === undefined) return <Skeleton height={240} />
  if (component === null) return <Text size="sm">The component {componentId} does not exist here.</Text>
  return <NewCredentialOf component={component} {...props} />
}

function NewCredentialOf({
  component: wholeComponent,
  bindTo,
  fixedName,
  onSaved,
  onCancel,
}: Omit<NewCredentialProps, 'componentId'> & { component: Component }) {
  const container = useRef<HTMLDivElement>(null)
  // The form has focused its first required, empty input, unless it has none or the button that opened it has the focus.
  useEffect(() => {
    if (!container.current?.contains(document.activeElement))
      container.current?.querySelector('input')?.focus()
  }, [])
  const { member, methodIds } = useWorkspaceScope()
  const component = useMemo(() => withMethods(wholeComponent, methodIds), [wholeComponent, methodIds])
  const availableComponent = useMemo(
    () => (member ? component : methodsWithoutConsent(component)),
    [component, member],
  )
  if (Object.keys(availableComponent.methods).length === 0)
    return <ConsentNeedsAccount component={component} onCancel={onCancel} />
  return (
    <div ref={container}>
      {bindTo?.isActive && (
        <Text size="sm" mb="md">
          This flow is active. It uses the new credential as soon as it is saved.
        </Text>
      )}
      {availableComponent !== component && (
        <ConsentMethodsOmitted component={component} availableComponent={availableComponent} />
      )}
      <CredentialForm
        component={availableComponent}
        bindTo={bindTo && { flowId: bindTo.flowId, stepId: bindTo.stepId }}
        fixedName={fixedName}
        onSaved={onSaved}
        onCancel={onCancel}
        compact
      />
    </div>
  )
}
