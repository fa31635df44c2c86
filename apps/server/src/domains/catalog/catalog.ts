import { catalog } from '@stepkey/shared/catalog/index'
import { asksConsent, type Component, type ConsentRequest, type Method } from '@stepkey/shared/component'
import { describeFields, type FieldDescription } from '@stepkey/shared/schema'
import type { Config } from '../../config.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'

/** A method together with what looking into its schema told; looked into once. */
export interface KnownMethod {
  component: Component
  method: Method
  methodId: string
  fields: FieldDescription[]
}

const components = new Map<string, Component>(Object.entries(catalog))
const methods = new Map<string, KnownMethod>(
  [...components.values()].flatMap((component) =>
    Object.entries(component.methods).map(([methodId, method]): [string, KnownMethod] => [
      `${component.id}/${methodId}`,
      { component, method, methodId, fields: describeFields(method.fields) },
    ]),
  ),
)

export const allComponents = (): Component[] => [...components.values()]

export const findComponent = (componentId: string): Component | undefined => components.get(componentId)

export const findMethod = (componentId: string, methodId: string): KnownMethod | undefined =>
  methods.get(`${componentId}/${methodId}`)

/** The components that people connect at the same place, such as all of Google's. */
export const componentsOfProvider = ({ url }: ConsentRequest): string[] =>
  allComponents().flatMap(({ id, methods }) =>
    Object.values(methods).some(({ token }) => asksConsent(token) && token.url === url) ? [id] : [],
  )

/** The method that an input names. @throws DomainError invalid_input when there is none */
export function requireMethod(componentId: string, methodId: string): KnownMethod {
  const component = components.get(componentId)
  if (!component) throw invalidInput({ path: 'componentId', message: 'There is no such component.' })
  const known = findMethod(componentId, methodId)
  if (known) return known
  const offered = Object.keys(component.methods).join(', ')
  throw invalidInput({
    path: 'methodId',
    message: `${component.title} has no such method. Choose one of: ${offered}.`,
  })
}

/** The addresses that this installation fills in for a method, by field: `{ baseUrl: 'http://127.0.0.1:4001' }`. */
export function suppliedAddresses(
  config: Pick<Config, 'sandboxPort'>,
  method: Method,
): Record<string, string> {
  const addresses = {
    petstoreSandbox: config.sandboxPort === 'off' ? undefined : `http://127.0.0.1:${config.sandboxPort}`,
  }
  const supplied: Record<string, string> = {}
  for (const [field, name] of Object.entries(method.supplied ?? {})) {
    const address = name && addresses[name]
    if (address) supplied[field] = address
  }
  return supplied
}
