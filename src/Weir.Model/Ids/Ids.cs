namespace Weir.Model;

/// <summary>An id with its own type. The text is <c>prefix_value</c>; values sort by the time they were made.</summary>
public interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    static abstract string Prefix { get; }

    static abstract TSelf From(string value);

    string Value { get; }
}

public readonly record struct ConnectionId(string Value) : IId<ConnectionId>
{
    public static string Prefix => "conn";

    public static ConnectionId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct IntegrationId(string Value) : IId<IntegrationId>
{
    public static string Prefix => "int";

    public static IntegrationId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct ExportId(string Value) : IId<ExportId>
{
    public static string Prefix => "exp";

    public static ExportId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct ImportId(string Value) : IId<ImportId>
{
    public static string Prefix => "imp";

    public static ImportId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct FlowId(string Value) : IId<FlowId>
{
    public static string Prefix => "flow";

    public static FlowId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct AlertId(string Value) : IId<AlertId>
{
    public static string Prefix => "alrt";

    public static AlertId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct RunId(string Value) : IId<RunId>
{
    public static string Prefix => "run";

    public static RunId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct ErrorId(string Value) : IId<ErrorId>
{
    public static string Prefix => "err";

    public static ErrorId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct UserId(string Value) : IId<UserId>
{
    public static string Prefix => "user";

    public static UserId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct TokenId(string Value) : IId<TokenId>
{
    public static string Prefix => "tok";

    public static TokenId From(string value) => new(value);

    public override string ToString() => Value;
}

public readonly record struct SessionId(string Value) : IId<SessionId>
{
    public static string Prefix => "ses";

    public static SessionId From(string value) => new(value);

    public override string ToString() => Value;
}
