import { parentPort, workerData } from 'node:worker_threads'
import type { ImportComponent } from '@stepkey/shared/own-component'
import { DomainError } from '../../platform/errors/domain-error.ts'
import { importComponent } from './import-component.ts'

/** Makes a definition from a document, and posts it, or the fields of the error. */
const { format, document, id } = workerData as Pick<ImportComponent, 'format' | 'document'> & { id: string }
try {
  parentPort?.postMessage({ imported: importComponent(format, document, { id }) })
} catch (error) {
  if (!(error instanceof DomainError) || !error.fields) throw error
  parentPort?.postMessage({ fields: error.fields })
}
