import { Button, Stack, Text } from '@mantine/core'
import { asksConsent, type Component } from '@stepkey/shared/component'

/**
 * A component as it is offered where nobody is signed in: who agrees at a vendor comes back to a session, so methods for
 * which somebody has to are left out. The same component, where none is.
 */
export function methodsWithoutConsent(component: Component): Component {
  const all = Object.entries(component.methods)
  const methods = all.filter(([, { token }]) => !asksConsent(token))
  return methods.length === all.length ? component : { ...component, methods: Object.fromEntries(methods) }
}

/** Which methods are missing, and why. */
export function ConsentMethodsOmitted({ component, offered }: { component: Component; offered: Component }) {
  const missing = Object.entries(component.methods).flatMap(([id, { title }]) =>
    id in offered.methods ? [] : title,
  )
  return (
    <Text size="sm" c="dimmed" mb="md">
      {missing.join(', ')}: not possible here, for that somebody has to be signed in to Stepkey.
    </Text>
  )
}

/** There is no other way. */
export function ConsentNeedsAccount({ component, onCancel }: { component: Component; onCancel(): void }) {
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">
        {component.title} is connected by agreeing in the browser, and for that one has to be signed in to
        Stepkey. It can’t be done here.
      </Text>
      <Button variant="default" size="xs" onClick={onCancel}>
        Back
      </Button>
    </Stack>
  )
}
