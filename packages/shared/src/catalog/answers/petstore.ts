import { scripts } from '../../provider-script.ts'
import petstore from '../petstore.ts'

export default scripts(petstore, {
  apiKey: {
    source: 'apps/server/src/sandbox/petstore.ts',
    values: { baseUrl: 'https://pets.example.com', apiKey: 'special-key-7' },
    exchanges: [
      {
        request: {
          method: 'GET',
          url: 'https://pets.example.com/pets',
          headers: { 'api-key': 'special-key-7' },
        },
        answer: { status: 200, json: { shop: 'The Petstore', pets: [{ id: 1, name: 'Rex' }] } },
      },
    ],
    learns: { identity: 'The Petstore' },
    bad: [{ status: 401, json: { message: 'This key is not known here.' } }],
    forbidden: { status: 403, json: { message: 'Not yours.' } },
  },
})
