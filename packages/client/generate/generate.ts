// `npm run client-types`: writes the generated types of the client.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { apiTypes, issuedValues } from './types.ts'

const folder = join(import.meta.dirname, '../src')
await writeFile(join(folder, 'api.gen.ts'), await apiTypes())
await writeFile(join(folder, 'issued-values.gen.ts'), await issuedValues())
