using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Adaptors.Http.Masking;
using Weir.Adaptors.Http.Paging;
using Weir.Engine.Calls;
using Weir.Expressions.Filters;
using Weir.Expressions.Paths;
using Weir.Model;

namespace Weir.Adaptors.Http.Answers;

/// <summary>Finds what an answer says of the single records of a batch.</summary>
internal sealed class BatchResults
{
    private readonly JsonPath _results;
    private readonly Filter? _failed;
    private readonly FaultWords _words;
    private readonly JsonPath? _index;
    private readonly JsonPath? _key;
    private readonly JsonPath? _recordKey;

    private BatchResults(BatchDefinition batch, string results)
    {
        _results = JsonPath.Parse(results);
        _failed = batch.Failed.ValueKind == JsonValueKind.Undefined ? null : Filter.Parse(batch.Failed);
        _words = new FaultWords(new FaultsDefinition { Message = batch.Message });
        _index = batch.Index is { } index ? JsonPath.Parse(index) : null;
        _key = batch.Key is { } key ? JsonPath.Parse(key) : null;
        _recordKey = batch.RecordKey is { } recordKey ? JsonPath.Parse(recordKey) : null;
    }

    /// <summary>Null where answers do not speak of single records. Paths and filters must parse.</summary>
    public static BatchResults? Of(BatchDefinition batch) =>
        batch.Results is { } results ? new BatchResults(batch, results) : null;

    /// <summary>The list speaks of every record, not of failures only: an answer without it leaves open what became of them.</summary>
    public bool MustBeThere => _failed is not null;

    /// <summary>
    /// One reading a record, in the order of the request. Null where the answer does not hold the list: with a list of
    /// failures only that means that nothing failed.
    /// </summary>
    /// <exception cref="UnexpectedAnswerException">The list does not fit the records that were sent.</exception>
    /// <param name="answer">The answer's body.</param>
    /// <param name="records">The list of records that was sent.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="mask">Hides secrets in what it says.</param>
    public ItemReading[]? Read(JsonElement answer, JsonElement records, int status, SecretMask mask)
    {
        var count = records.GetArrayLength();
        var found = Find(answer);
        if (found is null)
        {
            return null;
        }

        if (_index is null && _key is null && found.Count != count)
        {
            throw new UnexpectedAnswerException($"The answer speaks of {found.Count} records, and {count} were sent.");
        }

        var readings = new ItemReading[count];
        var keys = _key is null ? null : KeysOf(records);
        for (var i = 0; i < found.Count; i++)
        {
            var fault = _failed is null || _failed.Test(found[i]) ? FaultOf(found[i], status, mask) : null;
            var places = keys is null ? PlaceOf(found[i], i, count) : keys.GetValueOrDefault(TextOf(_key!, found[i]) ?? "") ?? [];
            if (places.Count == 0 && fault is not null)
            {
                // A failure of nobody knows whom: better all of them in the errors than one of them lost. // Promise 1
                throw new UnexpectedAnswerException($"The answer names a failed record that was not sent: {fault.Message}");
            }

            foreach (var place in places)
            {
                readings[place] = new ItemReading(found[i].Clone(), readings[place].Fault ?? fault);
            }
        }

        return readings;
    }

    private List<JsonElement>? Find(JsonElement answer)
    {
        if (!_results.IsSingular)
        {
            var matches = new List<JsonElement>();
            _results.Select(answer, matches);
            return matches;
        }

        return _results.TryGet(answer, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : null;
    }

    private IReadOnlyList<int> PlaceOf(JsonElement result, int position, int count)
    {
        if (_index is null)
        {
            return [position];
        }

        return int.TryParse(TextOf(_index, result), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < count
            ? [index]
            : [];
    }

    private Dictionary<string, List<int>> KeysOf(JsonElement records)
    {
        var keys = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var place = 0;
        foreach (var record in records.EnumerateArray())
        {
            if (TextOf(_recordKey!, record) is { Length: > 0 } key)
            {
                (keys.TryGetValue(key, out var places) ? places : keys[key] = []).Add(place);
            }

            place++;
        }

        return keys;
    }

    private static string? TextOf(JsonPath path, JsonElement value) =>
        path.TryGet(value, out var found) ? found.ScalarText() : null;

    private Fault FaultOf(JsonElement result, int status, SecretMask mask)
    {
        var (message, field) = _words.Read(status, JsonMarshal.GetRawUtf8Value(result).ToArray(), null, mask);
        return new Fault
        {
            Kind = FaultKind.Rejected,
            Code = ErrorCodes.Rejected,
            Message = message,
            Field = field,
            HttpStatus = status,
        };
    }
}
