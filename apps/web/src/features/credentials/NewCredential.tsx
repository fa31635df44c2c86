import { Skeleton, Text } from '@mantine/core'
import { type Component, needsApp } from '@stepkey/shared/component'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { useApi } from '../../workspace/useApi.ts'
import { useWorkspaceScope } from '../../workspace/workspaceScope.ts'
import { componentDefinition } from '../catalog/componentDefinition.ts'
import { methodsWithoutApp, OAuthAppMissing, withMethods } from '../consents/OAuthAppMissing.tsx'
import { CredentialForm, type CredentialFormProps } from './CredentialForm.tsx'

/** The props of {@link NewCredential}. */
export interface NewCredentialProps extends Pick<CredentialFormProps, 'fixedName' | 'onSaved' | 'onCancel'> {
  componentId: string
  bindTo?: { flowId: string; stepId: string; isActive: boolean }
}

/** The form of a new credential inside the picker. */
export default function NewCredential({ componentId, ...props }: NewCredentialProps) {
  const t = useTranslations('picker')
  const definition = useQuery(componentDefinition(useApi(), componentId))
  const { data: component } = definition
  if (definition.error) return <LoadError of={definition} />
  if (component === undefined) return <Skeleton height={240} />
  if (component === null) return <Text size="sm">{t('noComponent', { id: componentId })}</Text>
  return <NewCredentialOf component={component} {...props} />
}

function NewCredentialOf({
  component: wholeComponent,
  bindTo,
  fixedName,
  onSaved,
  onCancel,
}: Omit<NewCredentialProps, 'componentId'> & { component: Component }) {
  const t = useTranslations('picker')
  const container = useRef<HTMLDivElement>(null)
  // The form has focused its first required, empty input, unless it has none or the button that opened it has the focus.
  useEffect(() => {
    if (!container.current?.contains(document.activeElement))
      container.current?.querySelector('input')?.focus()
  }, [])
  const { methodIds, scopes } = useWorkspaceScope()
  const component = useMemo(() => withMethods(wholeComponent, methodIds), [wholeComponent, methodIds])
  const hasApp = useOAuthApp(component)
  const available = useMemo(() => (hasApp ? component : methodsWithoutApp(component)), [component, hasApp])
  if (hasApp === undefined) return <Skeleton height={240} />
  if (Object.keys(available.methods).length === 0)
    return <OAuthAppMissing component={component} onCancel={onCancel} />
  return (
    <div ref={container}>
      {bindTo?.isActive && (
        <Text size="sm" mb="md">
          {t('activeFlow')}
        </Text>
      )}
      <CredentialForm
        component={available}
        bindTo={bindTo && { flowId: bindTo.flowId, stepId: bindTo.stepId }}
        fixedName={fixedName}
        scopes={scopes}
        onSaved={onSaved}
        onCancel={onCancel}
        compact
      />
    </div>
  )
}

/**
 * Returns whether a person without an account can use the methods that need an OAuth app; undefined while it loads. Members
 * can add one.
 */
function useOAuthApp({ id, methods }: Component): boolean | undefined {
  const { trpc } = useApi()
  const { member } = useWorkspaceScope()
  const isAsked = !member && Object.values(methods).some(needsApp)
  const { data, error } = useQuery(
    trpc.oauthApps.list.queryOptions(isAsked ? { componentId: id } : skipToken),
  )
  if (!isAsked) return true
  return error ? false : data && data.items.length > 0
}
