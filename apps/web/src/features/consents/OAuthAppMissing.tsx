import { Button, Stack, Text } from '@mantine/core'
import { type Component, needsApp } from '@stepkey/shared/component'
import { useTranslations } from 'use-intl'

/** Returns the component with the methods for which a condition holds; the same object if it holds for all. */
function withMethodsThat(
  component: Component,
  holds: (id: string, method: Component['methods'][string]) => boolean,
): Component {
  const all = Object.entries(component.methods)
  const methods = all.filter(([id, method]) => holds(id, method))
  return methods.length === all.length ? component : { ...component, methods: Object.fromEntries(methods) }
}

/** Returns the component without the methods that need an OAuth app, which only members of the workspace can add. */
export const methodsWithoutApp = (component: Component): Component =>
  withMethodsThat(component, (_, method) => !needsApp(method))

/** Returns the component with only the allowed methods. */
export const withMethods = (component: Component, methodIds: readonly string[] | undefined): Component =>
  methodIds ? withMethodsThat(component, (id) => methodIds.includes(id)) : component

interface AppMissingProps {
  component: Component
  onCancel(): void
}

/** Shown to a person without an account if all methods of a component need an OAuth app, and there is none. */
export function OAuthAppMissing({ component, onCancel }: AppMissingProps) {
  const t = useTranslations()
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">{t('consent.appMissing', { component: component.title })}</Text>
      <Button variant="default" size="xs" onClick={onCancel}>
        {t('common.back')}
      </Button>
    </Stack>
  )
}
