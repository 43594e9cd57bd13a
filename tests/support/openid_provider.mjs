// A real OpenID provider for the tests: whoever names themselves is believed. Started as
// `node openid_provider.mjs PORT CLIENT_ID CLIENT_SECRET RETURN_ADDRESS`; prints a line when it listens.
import Provider from "oidc-provider";

const [port, clientId, clientSecret, back] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [back] }],
  // A name that begins with "id:" is somebody for whom the provider says what they are called here.
  claims: { openid: ["sub", "assay_id"], profile: ["name"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  findAccount: (_, sub) => ({
    accountId: sub,
    claims: () => ({ sub, name: `Somebody called ${sub}`, ...(sub.startsWith("id:") ? { assay_id: sub.slice(3) } : {}) }),
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
