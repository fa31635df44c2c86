import { asksConsent, type Component, type ConsentRequest, type Method } from '@stepkey/shared/component'
import { describeFields, type FieldDescription } from '@stepkey/shared/schema'
import type { Config } from '../../config.ts'
import { violationOf } from '../../platform/database/database-error.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import type { OwnComponents } from './own-components.ts'

/** A component as the catalog knows it. */
export interface CatalogComponent extends Component {
  /** Where it is defined: in this repository, in the operator's folder, or by the workspace. */
  source: 'builtIn' | 'operator' | 'workspace'
  /** The row of the version. Null unless the workspace owns the component. */
  definitionId: string | null
  /** Set if the component is not offered for new credentials. */
  isArchived?: boolean
}

/** A method of a component, with the description of its fields. */
export interface CatalogMethod {
  component: CatalogComponent
  method: Method
  methodId: string
  fields: FieldDescription[]
}

/** The component and the method of a stored row, and the version that its values were verified with. */
export interface MethodRef {
  component_id: string
  method_id: string
  definition_id: string | null
}

/** Finds components. All lookups go through it. The workspace `null` selects the components that all workspaces share. */
export interface Catalog {
  /** Returns the newest versions of all components, archived ones included. */
  list(workspaceId: string | null): Promise<readonly CatalogComponent[]>
  /** Returns the newest version of a component, also of an archived one. */
  find(workspaceId: string | null, componentId: string): Promise<CatalogComponent | undefined>
  /** Returns a method of the newest version of a component. */
  findMethod(
    workspaceId: string | null,
    componentId: string,
    methodId: string,
  ): Promise<CatalogMethod | undefined>
  /** Returns the method of stored values, in the version that they were verified with. */
  findMethodOf(workspaceId: string | null, row: MethodRef): Promise<CatalogMethod | undefined>
}

/** What the functions below need: the catalog, and whose view of it. */
export interface CatalogView {
  catalog: Catalog
  workspaceId: string | null
}

/** The components that all workspaces share. They can change while the server runs. */
export interface SharedComponents {
  list(): readonly CatalogComponent[]
  find(componentId: string): CatalogComponent | undefined
}

/** Returns the components of this repository. */
export const builtIn = (components: readonly Component[]): SharedComponents =>
  sharedComponents(components.map((component) => ({ ...component, source: 'builtIn', definitionId: null })))

/** Returns components that all workspaces share. */
export function sharedComponents(components: readonly CatalogComponent[]): SharedComponents {
  const byId = new Map(components.map((component) => [component.id, component]))
  return { list: () => components, find: (id) => byId.get(id) }
}

/** Returns the catalog of shared components and, if there is a database, those of workspaces. */
export function createCatalog(shared: SharedComponents, own?: OwnComponents): Catalog {
  const find = async (workspaceId: string | null, componentId: string) =>
    shared.find(componentId) ??
    (workspaceId === null ? undefined : await own?.findNewest(workspaceId, componentId))
  return {
    async list(workspaceId) {
      const ofWorkspace = workspaceId === null ? undefined : await own?.list(workspaceId)
      return ofWorkspace?.length ? [...shared.list(), ...ofWorkspace] : shared.list()
    },
    find,
    async findMethod(workspaceId, componentId, methodId) {
      return methodIn(await find(workspaceId, componentId), methodId)
    },
    async findMethodOf(workspaceId, { component_id, method_id, definition_id }) {
      if (definition_id === null || workspaceId === null || !own)
        return methodIn(await find(workspaceId, component_id), method_id)
      return methodIn(await own.findVersion(workspaceId, definition_id), method_id)
    },
  }
}

/** Methods with the descriptions of their fields, which every issue needs. */
const described = new WeakMap<Method, CatalogMethod>()

function methodIn(component: CatalogComponent | undefined, methodId: string): CatalogMethod | undefined {
  const methods = component?.methods ?? {}
  const method = Object.hasOwn(methods, methodId) ? methods[methodId] : undefined
  if (!component || !method) return undefined
  const known = described.get(method)
  if (known) return known
  const found = { component, method, methodId, fields: describeFields(method.fields) }
  described.set(method, found)
  return found
}

/** Returns the component that an input names. @throws DomainError invalid_input when there is none */
export async function requireComponent(
  { catalog, workspaceId }: CatalogView,
  componentId: string,
): Promise<CatalogComponent> {
  const component = await catalog.find(workspaceId, componentId)
  if (!component)
    throw invalidInput({
      path: 'componentId',
      code: 'unknown_component',
      message: 'Unknown component. Choose one from the catalog.',
    })
  return component
}

/**
 * Passes an error on, or reports that the component of new values was deleted while they were verified: the foreign key of the
 * version then refuses them. For `catch`.
 */
export function orComponentDeleted(error: unknown): never {
  if (violationOf(error) !== 'foreign_key') throw error
  throw invalidInput({
    path: 'componentId',
    code: 'unknown_component',
    message: 'The component was deleted in the meantime. Choose another one.',
  })
}

/**
 * Returns the method that an input names, for new values.
 * @throws DomainError invalid_input when there is none, or the component is archived
 */
export async function requireMethod(
  view: CatalogView,
  componentId: string,
  methodId: string,
): Promise<CatalogMethod> {
  const component = await requireComponent(view, componentId)
  if (component.isArchived)
    throw invalidInput({
      path: 'componentId',
      code: 'unknown_component',
      message: `${component.title} is archived, so there can be no new credentials. Restore the component first.`,
    })
  return methodIn(component, methodId) ?? refuseMethod(component)
}

/**
 * Returns the newest version of the method of a stored credential, for values that replace the stored ones. Archived
 * components are allowed.
 * @throws DomainError invalid_input when the component or the method is gone
 */
export async function requireNewestMethod(
  view: CatalogView,
  { component_id, method_id }: Pick<MethodRef, 'component_id' | 'method_id'>,
): Promise<CatalogMethod> {
  const component = await requireComponent(view, component_id)
  return methodIn(component, method_id) ?? refuseMethod(component)
}

/**
 * Returns the method of stored values, in the version that they were verified with.
 * @throws DomainError invalid_input when the component or the method is gone
 */
export async function requireMethodOf(view: CatalogView, row: MethodRef): Promise<CatalogMethod> {
  return (await findMethodOf(view, row)) ?? refuseMethod(await requireComponent(view, row.component_id))
}

function refuseMethod({ title, methods }: Component): never {
  throw invalidInput({
    path: 'methodId',
    code: 'unknown_method',
    message: `${title} has no such method. Choose one of: ${Object.keys(methods).join(', ')}.`,
  })
}

/** Returns the method of stored values; undefined when its component is no longer in the catalog. */
export const findMethodOf = (
  { catalog, workspaceId }: CatalogView,
  row: MethodRef,
): Promise<CatalogMethod | undefined> => catalog.findMethodOf(workspaceId, row)

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
