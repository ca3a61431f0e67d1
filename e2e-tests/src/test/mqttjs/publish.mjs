// node publish.mjs PORT VERSION QOS [TOPIC HEX]...: each published, to the end of its exchange.
import mqtt from 'mqtt';

const [port, version, qos, ...publishes] = process.argv.slice(2);
const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
  protocolVersion: Number(version),
  reconnectPeriod: 0,
});
for (let at = 0; at < publishes.length; at += 2) {
  await client.publishAsync(publishes[at], Buffer.from(publishes[at + 1], 'hex'), { qos: Number(qos) });
}
await client.endAsync();
