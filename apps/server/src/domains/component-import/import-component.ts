import { importComponentJson } from './import-component-json.ts'
import { importCurl } from './import-curl.ts'
import { importOpenApi } from './import-openapi.ts'
import { importPostman } from './import-postman.ts'
import { importStepkey } from './import-stepkey.ts'
import type { ImportedComponent, ImportFormat } from './imported-component.ts'
import { DOCUMENT_LIMIT, unreadable } from './read-document.ts'

export type { ImportedComponent, ImportFormat, ImportNote } from './imported-component.ts'

/**
 * Makes a definition of version 1 from a document. It contains no secret of the document: they become fields.
 * @param options.id the id of the component, `custom:…`
 * @throws DomainError invalid_input (path `document`) when the document can't be understood
 */
export function importComponent(
  format: ImportFormat,
  document: string,
  options: { id: string },
): ImportedComponent {
  if (document.length > DOCUMENT_LIMIT)
    throw unreadable('The document is too long. Import one of at most 4 MiB.')
  return IMPORTERS[format](document, options)
}

const IMPORTERS: Record<ImportFormat, (document: string, options: { id: string }) => ImportedComponent> = {
  curl: importCurl,
  stepkey: importStepkey,
  openapi: importOpenApi,
  postman: importPostman,
  'component.json': importComponentJson,
}
