import { Button, Stack, Text } from '@mantine/core'
import { asksConsent, type Component } from '@stepkey/shared/component'

/**
 * Returns the component without the methods that need consent in the browser; the same object if it has none. OAuth
 * callbacks are bound to a session, so these methods are not available to users who are not signed in.
 */
export function methodsWithoutConsent(component: Component): Component {
  const all = Object.entries(component.methods)
  const methods = all.filter(([, { token }]) => !asksConsent(token))
  return methods.length === all.length ? component : { ...component, methods: Object.fromEntries(methods) }
}

/** Returns the component with only the allowed methods; the same object if all are allowed. */
export function withMethods(component: Component, methodIds: readonly string[] | undefined): Component {
  if (!methodIds) return component
  const methods = Object.entries(component.methods).filter(([id]) => methodIds.includes(id))
  return { ...component, methods: Object.fromEntries(methods) }
}

/** Lists the methods that are not available without a session. */
export function ConsentMethodsOmitted({
  component,
  availableComponent,
}: {
  component: Component
  availableComponent: Component
}) {
  const missing = Object.entries(component.methods).flatMap(([id, { title }]) =>
    id in availableComponent.methods ? [] : title,
  )
  return (
    <Text size="sm" c="dimmed" mb="md">
      Not available here: {missing.join(', ')}. This requires a signed-in Stepkey user.
    </Text>
  )
}

/** Shown if all methods of a component need a session. */
export function ConsentNeedsAccount({ component, onCancel }: { component: Component; onCancel(): void }) {
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">
        Connecting to {component.title} requires a signed-in Stepkey user. It is not available here.
      </Text>
      <Button variant="default" size="xs" onClick={onCancel}>
        Back
      </Button>
    </Stack>
  )
}
