package feed

// key is a top-level name of a line that can mean something to us.
type key uint8

const (
	keyType key = iota
	keyMessageID
	keyUserID
	keyAnonymousID
	keyTimestamp
	keyReceivedAt
	keyEvent
	keyProperties
	keyTraits
	keyContext
	keyPreviousID
	keyGroupID
	keyName
	keyCategory
	keyTime
	keyPerson
	keyPrevious
	keyCount // also: a name without meaning
)

// keyOf recognises a top-level name.
func keyOf(name []byte) key {
	switch string(name) {
	case "type":
		return keyType
	case "messageId":
		return keyMessageID
	case "userId":
		return keyUserID
	case "anonymousId":
		return keyAnonymousID
	case "timestamp":
		return keyTimestamp
	case "receivedAt":
		return keyReceivedAt
	case "event":
		return keyEvent
	case "properties":
		return keyProperties
	case "traits":
		return keyTraits
	case "context":
		return keyContext
	case "previousId":
		return keyPreviousID
	case "groupId":
		return keyGroupID
	case "name":
		return keyName
	case "category":
		return keyCategory
	case "time":
		return keyTime
	case "person":
		return keyPerson
	case "previous":
		return keyPrevious
	}
	return keyCount
}

// keyNames are the names as messages show them.
var keyNames = [keyCount]string{
	`"type"`, `"messageId"`, `"userId"`, `"anonymousId"`, `"timestamp"`, `"receivedAt"`,
	`"event"`, `"properties"`, `"traits"`, `"context"`, `"previousId"`, `"groupId"`,
	`"name"`, `"category"`, `"time"`, `"person"`, `"previous"`,
}
