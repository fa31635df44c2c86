// `npm run client-types`: writes the generated types of the client and of `@stepkey/connect`.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { apiTypes, connectTypes, issuedValues } from './types.ts'

const folder = join(import.meta.dirname, '../src')
const connectFolder = join(import.meta.dirname, '../../connect/src')
await writeFile(join(folder, 'api.gen.ts'), await apiTypes())
await writeFile(join(folder, 'issued-values.gen.ts'), await issuedValues())
await writeFile(join(connectFolder, 'api.gen.ts'), await connectTypes())
