namespace Weir.Engine.Governor;

/// <summary>Counts requests as they leave, repeated ones too.</summary>
public interface IRequestCount
{
    void Request();
}
