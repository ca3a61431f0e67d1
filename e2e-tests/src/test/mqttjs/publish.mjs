// node publish.mjs PORT VERSION QOS TOPIC MESSAGE: one publish, and the end of its exchange.
import mqtt from 'mqtt';

const [port, version, qos, topic, message] = process.argv.slice(2);
const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
  protocolVersion: Number(version),
  reconnectPeriod: 0,
});
await client.publishAsync(topic, message, { qos: Number(qos) });
await client.endAsync();
