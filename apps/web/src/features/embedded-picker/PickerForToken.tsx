import { Anchor, Paper, Skeleton, Stack, Text } from '@mantine/core'
import { helpUrlFor } from '@stepkey/shared/branded-texts'
import type { Branding } from '@stepkey/shared/branding'
import type { ConnectTask } from '@stepkey/shared/connect-session'
import type { EmbedTheme } from '@stepkey/shared/embed-messages'
import { IconExternalLink } from '@tabler/icons-react'
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Api } from '../../api/api.ts'
import { LoadError } from '../../ui/feedback/LoadError.tsx'
import { Localized } from '../../ui/language/Localized.tsx'
import { localeFor } from '../../ui/language/locale.ts'
import { useApi } from '../../workspace/useApi.ts'
import { type WorkspaceScope, WorkspaceScopeContext } from '../../workspace/workspaceScope.ts'
import { componentDefinition } from '../catalog/componentDefinition.ts'
import { ChooseComponent, ChosenComponent } from './ChooseComponent.tsx'
import { ChooseInEmbed } from './ChooseInEmbed.tsx'
import { CreateInEmbed } from './CreateInEmbed.tsx'
import type { PickerEvents } from './pickerEvents.ts'
import { ReconnectInEmbed } from './ReconnectInEmbed.tsx'
import { type Resume, ResumedConsent } from './ResumedConsent.tsx'
import { useTokenApi } from './useTokenApi.ts'

interface PickerForTokenProps extends PickerEvents {
  /** The origin of Stepkey; empty for the origin of this page. */
  url: string
  token: string
  /** The surrounding page draws its own box. */
  isBare?: boolean
  /** A consent to go on with, in place of the form. */
  resume?: Resume | undefined
  /** The language of the texts, as a BCP 47 tag, instead of that of the session. */
  locale?: string | undefined
  /** Called when the token has expired. The picker continues with the next token. */
  onExpired(): void | Promise<void>
  /** Called when the appearance of the embed is known. */
  onTheme?(theme: EmbedTheme): void
}

/** Shows the picker for a connect token: for its component and its allowed actions. */
export function PickerForToken(props: PickerForTokenProps) {
  const { url, token, isBare, resume, locale, onExpired, onTheme, ...events } = props
  const { api, queryClient } = useTokenApi({ url, token, onExpired })
  return (
    <QueryClientProvider client={queryClient}>
      <TaskPicker
        api={api}
        events={events}
        isBare={isBare}
        resume={resume}
        isForeignPage={url !== ''}
        locale={locale}
        onTheme={onTheme}
      />
    </QueryClientProvider>
  )
}

interface PickerContentProps {
  events: PickerEvents
  isBare: boolean | undefined
  resume: Resume | undefined
}

type TaskPickerProps = PickerContentProps &
  Pick<PickerForTokenProps, 'locale' | 'onTheme'> & { api: Api; isForeignPage: boolean }

function TaskPicker({ api, isForeignPage, locale, onTheme, ...contentProps }: TaskPickerProps) {
  const query = useQuery(
    api.trpc.connectTokens.task.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }),
  )
  const { data: task } = query
  const scope = useMemo<WorkspaceScope | undefined>(
    () =>
      task && {
        api,
        permissions: task.actions.flatMap((action) => permissionsByAction[action]),
        methodIds: task.methodIds,
        scopes: task.scopes,
        isForeignPage,
        canReturn: task.returns,
      },
    [api, task, isForeignPage],
  )
  const theme = task?.branding?.theme
  useEffect(() => {
    if (task) onTheme?.(theme ?? {})
  }, [task, theme])
  // An error while reloading must not remove a form with unsaved input.
  if (!task || !scope) return query.error ? <LoadError of={query} /> : <Skeleton height={64} />
  const { componentIds, credentialId, actions, step } = task
  const key = [...componentIds, credentialId, step?.stepId, ...actions].join()
  return (
    <WorkspaceScopeContext value={scope}>
      <Localized
        locale={localeFor(locale ?? task.locale)}
        branding={task.branding}
        pending={<Skeleton height={64} />}
      >
        {/* A new token for the same task keeps the state; another task starts over. */}
        <TaskContent key={key} task={task} {...contentProps} />
      </Localized>
    </WorkspaceScopeContext>
  )
}

/** Lets the user choose the component first, if there are several. */
function TaskContent(props: PickerContentProps & { task: ConnectTask }) {
  const { componentIds } = props.task
  const [only] = componentIds.length === 1 ? componentIds : []
  const [resume, setResume] = useState(props.resume)
  const [chosen, setChosen] = useState(resume?.componentId ?? only)
  if (chosen === undefined) return <ChooseComponent onChoose={setChosen} />
  return (
    <Stack gap="md">
      {only === undefined && <ChosenComponent componentId={chosen} onBack={() => setChosen(undefined)} />}
      <ComponentPicker {...props} componentId={chosen} resume={resume} onAgain={() => setResume(undefined)} />
      <HelpLink branding={props.task.branding} componentId={chosen} />
    </Stack>
  )
}

/** The permissions of the screen, by action; the token itself allows more. */
const permissionsByAction = { choose: ['read'], create: ['write'], reconnect: ['write', 'inspect'] } as const

interface ComponentPickerProps extends PickerContentProps {
  task: ConnectTask
  componentId: string
  onAgain(): void
}

function ComponentPicker({ task, componentId, events, isBare, resume, onAgain }: ComponentPickerProps) {
  const t = useTranslations('picker')
  const definition = useQuery(componentDefinition(useApi(), componentId))
  const { data: component } = definition
  if (definition.error) return <LoadError of={definition} />
  if (component === undefined) return <Skeleton height={64} />
  if (component === null) return <Text size="sm">{t('noComponent', { id: componentId })}</Text>
  if (resume)
    return <ResumedConsent resume={resume} component={component} task={task} onAgain={onAgain} {...events} />
  if (task.actions.includes('choose')) return <ChooseInEmbed task={task} component={component} {...events} />
  const { credentialId } = task
  const form =
    credentialId === undefined ? (
      <CreateInEmbed task={task} componentId={componentId} {...events} />
    ) : (
      <ReconnectInEmbed credentialId={credentialId} component={component} {...events} />
    )
  if (isBare) return form
  return (
    <Paper withBorder radius="md" p="md">
      <Stack gap="md">
        <Text size="sm" fw={500}>
          {credentialId === undefined
            ? t('newCredential', { component: component.title })
            : t('connectAgain', { component: component.title })}
        </Text>
        {form}
      </Stack>
    </Paper>
  )
}

/** A link to the help of the embedding application, if it has one for the component. */
function HelpLink({ branding, componentId }: { branding: Branding | undefined; componentId: string }) {
  const t = useTranslations('common')
  const { data: component } = useQuery(componentDefinition(useApi(), componentId))
  const url = branding && helpUrlFor(branding, componentId)
  if (!url || !component) return null
  return (
    <Anchor href={url} target="_blank" rel="noopener noreferrer" size="sm" underline="always">
      {t('needHelp', { component: component.title })}
      <IconExternalLink size={13} aria-hidden style={{ marginLeft: 3, verticalAlign: -1 }} />
    </Anchor>
  )
}
