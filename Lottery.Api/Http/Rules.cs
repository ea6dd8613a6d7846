namespace Lottery.Api.Http;

/// <summary>Sentences of the validation attributes.</summary>
internal static class Rules
{
    public const string Length = "Debe tener entre {2} y {1} caracteres.";
    public const string MaxLength = "Debe tener {1} caracteres como máximo.";
    public const string Range = "Debe estar entre {1} y {2}.";
    public const string Email = "No es un correo válido.";
    public const string Pattern = "Tiene un formato inválido.";
    public const string NoGaps = "No puede llevar elementos vacíos.";
    public const string Required = "Es obligatorio.";
    public const string Count = "La cantidad de elementos no es válida.";
}
