import { asksConsent, type Component, type ConsentRequest, type Method } from '@stepkey/shared/component'
import { describeFields, type FieldDescription } from '@stepkey/shared/schema'
import type { Config } from '../../config.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'

/** A method of a component, with the description of its fields. */
export interface CatalogMethod {
  component: Component
  method: Method
  methodId: string
  fields: FieldDescription[]
}

/** Finds components. All lookups go through it. The workspace `null` selects the components that all workspaces share. */
export interface Catalog {
  list(workspaceId: string | null): Promise<readonly Component[]>
  find(workspaceId: string | null, componentId: string): Promise<Component | undefined>
  findMethod(
    workspaceId: string | null,
    componentId: string,
    methodId: string,
  ): Promise<CatalogMethod | undefined>
}

/** What the functions below need: the catalog, and whose view of it. */
export interface CatalogView {
  catalog: Catalog
  workspaceId: string | null
}

/** Returns the catalog of built-in components, which are the same for every workspace. */
export function createCatalog(components: readonly Component[]): Catalog {
  const byId = new Map(components.map((component) => [component.id, component]))
  const methods = new Map(
    components.flatMap((component) =>
      Object.entries(component.methods).map(([methodId, method]): [string, CatalogMethod] => [
        `${component.id}/${methodId}`,
        { component, method, methodId, fields: describeFields(method.fields) },
      ]),
    ),
  )
  return {
    list: async () => components,
    find: async (_, componentId) => byId.get(componentId),
    findMethod: async (_, componentId, methodId) => methods.get(`${componentId}/${methodId}`),
  }
}

/** Returns the component that an input names. @throws DomainError invalid_input when there is none */
export async function requireComponent(
  { catalog, workspaceId }: CatalogView,
  componentId: string,
): Promise<Component> {
  const component = await catalog.find(workspaceId, componentId)
  if (!component)
    throw invalidInput({
      path: 'componentId',
      code: 'unknown_component',
      message: 'Unknown component. Choose one from the catalog.',
    })
  return component
}

/** Returns the method that an input names. @throws DomainError invalid_input when there is none */
export async function requireMethod(
  view: CatalogView,
  componentId: string,
  methodId: string,
): Promise<CatalogMethod> {
  const found = await view.catalog.findMethod(view.workspaceId, componentId, methodId)
  if (found) return found
  const { title, methods } = await requireComponent(view, componentId)
  const offered = Object.keys(methods).join(', ')
  throw invalidInput({
    path: 'methodId',
    code: 'unknown_method',
    message: `${title} has no such method. Choose one of: ${offered}.`,
  })
}

/** Returns the method of a stored credential; undefined when its component is no longer in the catalog. */
export const findMethodOf = (
  { catalog, workspaceId }: CatalogView,
  row: { component_id: string; method_id: string },
): Promise<CatalogMethod | undefined> => catalog.findMethod(workspaceId, row.component_id, row.method_id)

/** Returns the ids of the components that users connect at the same authorization endpoint, such as all of Google's. */
export async function componentsOfProvider(
  { catalog, workspaceId }: CatalogView,
  { url }: ConsentRequest,
): Promise<string[]> {
  const components = await catalog.list(workspaceId)
  return components.flatMap(({ id, methods }) =>
    Object.values(methods).some(({ token }) => asksConsent(token) && token.url === url) ? [id] : [],
  )
}

/** Returns the addresses that the installation supplies for a method, by field: `{ baseUrl: 'http://127.0.0.1:4001' }`. */
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
