namespace Weir.Model;

/// <summary>
/// How what an import writes is found at the other side by what it holds: before an upsert writes it, before a create where
/// that is asked for, and after a create that no answer came to. Templates see the mapped record's fields and the
/// operation's parameters.
/// </summary>
public sealed record FindDefinition
{
    public const int KeysMax = 4;

    /// <summary>Path under the base address of the GET that finds it, a template.</summary>
    public required string Get { get; init; }

    /// <summary>Query parameters as templates; one that renders empty is left out.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Path of what is found in the answer, a list or one record; left out, the whole answer.</summary>
    public string? Records { get; init; }

    /// <summary>By what it is found: the first key that the mapped record has, and the next one where nothing has it.</summary>
    public required IReadOnlyList<FindKey> By { get; init; }

    /// <summary>Field of what is found that tells one from another, and of the answer to a create.</summary>
    public string Id { get; init; } = "id";

    /// <summary>
    /// Field of what is found that says when it was created; left out, nothing does. After a create without an answer what
    /// was there before it was sent is another one. Where the mapped record gives the field itself, both must agree instead.
    /// </summary>
    public string? Created { get; init; }

    /// <summary>
    /// After a create without an answer: fields of the mapped record with which what is found must agree, where both have
    /// them. Else it is another one that happens to have the key.
    /// </summary>
    public IReadOnlyList<string> Same { get; init; } = [];

    /// <summary>
    /// It is looked for before it is created, by its keys that are not <c>unique</c>: a second one by those the application
    /// itself refuses. What is there already is neither created nor changed, and counts as delivered. A record that holds
    /// none of the keys is created at once. Not together with <c>update</c>, which looks first anyway.
    /// </summary>
    public bool First { get; init; }

    /// <summary>
    /// What is found is changed instead of being created again; left out, the operation only creates. With a put that names
    /// lists to <c>add</c> to, nothing is created.
    /// </summary>
    public FindUpdate? Update { get; init; }
}

/// <summary>By what a record is found.</summary>
public sealed record FindKey
{
    /// <summary>The field of the mapped record, or the parameter; and the field of what is found.</summary>
    public required string Field { get; init; }

    /// <summary>Query parameter that takes its value; left out, all that the request gives is looked through.</summary>
    public string? Query { get; init; }

    /// <summary>
    /// The application refuses a second one with this value: a create that was not found afterwards may be sent again.
    /// </summary>
    public bool Unique { get; init; }

    /// <summary>Upper and lower case are the same.</summary>
    public bool IgnoreCase { get; init; }
}

/// <summary>The request that changes what was found.</summary>
public sealed record FindUpdate
{
    /// <summary>Path under the base address, a template over what was found; over its id alone where it may be created, too.</summary>
    public required string Put { get; init; }

    /// <summary>Fields of the mapped record that are sent when it is created and never when it is changed.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>
    /// Lists of the mapped record that are added to those that are there, which the application itself would replace.
    /// </summary>
    public IReadOnlyDictionary<string, AddedList> Add { get; init; } =
        new Dictionary<string, AddedList>(StringComparer.Ordinal);
}

/// <summary>A list whose items are added to those that are there.</summary>
public sealed record AddedList
{
    /// <summary>Fields of an item; one that has the same values as one that is there is not added.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>Further fields with which the items that are there are sent back.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];
}
