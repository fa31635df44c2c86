import { type ComponentImported, componentIdFrom, type ImportComponent } from '@stepkey/shared/own-component'
import { importComponent } from './import-component.ts'

/**
 * Makes a definition from a document, and an id from its title unless the input has one. Nothing is saved.
 * @throws DomainError invalid_input (path `document`) when the document can't be understood
 */
export function importDocument({ format, document, componentId }: ImportComponent): ComponentImported {
  const imported = importComponent(format, document, { id: componentId ?? 'custom:component' })
  const id = componentId ?? componentIdFrom(imported.definition.title)
  return { componentId: id, ...imported, definition: { ...imported.definition, id } }
}
